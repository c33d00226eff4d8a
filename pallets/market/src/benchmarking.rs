//! Benchmarks of each call over its lengths, and of draws among few and many offers, which cost the
//! same; and the setup that the benchmarks of a buyer's pallet share with them.

// Benchmarks are not part of a released runtime; a failed step has to stop them.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a benchmark stops where a step fails"
)]

use alloc::vec;

use frame_benchmarking::v2::*;
use frame_support::traits::{fungible::Mutate, EnsureOrigin};
use frame_system::RawOrigin;
use nes_core::{Balance, Hash, ServiceId, ServiceKind, Tariff, Verification};
use nes_support::params::Bounded;
use nes_traits::{Market, NodeRegistry};
use sp_runtime::Perbill;

use crate::{
    types::{MAX_REPUTATION, MIN_REPUTATION},
    Call, ChangedAt, Config, NextServiceId, Offer, OfferIndex, Offers, Pallet, Parameters, Params,
    Reputations, Service, ServiceSpec, Services, Uri,
};

/// A balance in planck that covers every deposit.
const WHALE: Balance = 1_000_000_000_000_000_000;

/// The highest stake cap, in relation to which every chance in the draw is close to zero.
const HIGHEST_STAKE_CAP: Balance = 2_000_000_000_000_000_000_000;

const TARIFF: Tariff = Tariff { base: 1, input: 1, output: 1 };

/// The setup of the benchmarks that the runtime provides.
pub trait BenchmarkHelper<AccountId> {
    /// Registers `node` as an active node with a stake of at least `stake`, in planck.
    fn register_node(node: &AccountId, stake: Balance);
}

/// Publishes a service for tasks with committees of `committee`, with `offers` offers of registered
/// nodes at `tariff`, each of which is taken as soon as a draw looks at it; returns its id.
///
/// The rows are written directly, without deposits, and each offer has as many slots as there can
/// be.
///
/// # Panics
///
/// Panics if a step of the setup fails.
pub fn publish_sure<T: Config>(committee: u8, offers: u32, tariff: Tariff) -> ServiceId {
    let service = publish_with_offers::<T>(committee, offers, tariff);
    for node in OfferIndex::<T>::iter_prefix_values(service) {
        Reputations::<T>::mutate(node, |reputation| reputation.value = MAX_REPUTATION);
    }
    service
}

/// Looks at the first `looks` offers of `service` as a draw does.
///
/// # Panics
///
/// Panics if there is no such service, or one of these offers cannot be drawn.
pub fn look<T: Config>(service: ServiceId, looks: u32) {
    let row = Services::<T>::get(service).unwrap();
    let (maximum, stake_cap) = (row.floor, Pallet::<T>::params().stake_cap);
    for position in 0..looks {
        assert!(Pallet::<T>::look(service, &row, position, &maximum, stake_cap).is_some());
    }
}

fn whale<T: Config>(name: &'static str) -> T::AccountId {
    let who = account(name, 0, 0);
    T::Currency::set_balance(&who, WHALE);
    who
}

fn registered<T: Config>(index: u32, service: ServiceId) -> T::AccountId {
    let node = account("node", index, service);
    T::BenchmarkHelper::register_node(&node, Pallet::<T>::params().stake_cap);
    node
}

fn uri(length: u32) -> Uri {
    vec![b'u'; length.try_into().unwrap()].try_into().unwrap()
}

fn spec(uri: Uri, committee: u8) -> ServiceSpec {
    ServiceSpec {
        kind: ServiceKind::Inference,
        name: vec![b'n'; 64].try_into().unwrap(),
        uri,
        content_hash: Hash::repeat_byte(1),
        unit: vec![b't'; 32].try_into().unwrap(),
        verification: Verification::Redundant { committee, quorum: committee / 2 + 1 },
        min_stake: 1,
        royalty: Perbill::from_percent(1),
    }
}

fn publish_by<T: Config>(publisher: &T::AccountId) -> ServiceId {
    let service = NextServiceId::<T>::get();
    Pallet::<T>::do_publish(publisher.clone(), spec(uri(256), 3)).unwrap();
    service
}

fn offer_by_registered<T: Config>(index: u32, service: ServiceId) -> T::AccountId {
    let node = registered::<T>(index, service);
    T::Currency::mint_into(&node, WHALE).unwrap();
    Pallet::<T>::do_set_offer(node.clone(), node.clone(), service, TARIFF, 1).unwrap();
    node
}

/// Publishes a service with `offers` offers. Its rows are written directly, without deposits, so
/// that a large number of them takes little time.
fn publish_with_offers<T: Config>(committee: u8, offers: u32, tariff: Tariff) -> ServiceId {
    let service = NextServiceId::<T>::get();
    NextServiceId::<T>::put(service + 1);
    let publisher = whale::<T>("publisher");
    let row = Service::new(publisher, spec(uri(256), committee), 0);
    Services::<T>::insert(service, Service { offers, floor: tariff, ..row });
    for position in 0..offers {
        let node = registered::<T>(position, service);
        OfferIndex::<T>::insert(service, position, &node);
        let registration = T::NodeRegistry::registration(&node).expect("it is registered");
        let offer = Offer { registration, tariff, slots: u16::MAX, busy: 0, position, deposit: 0 };
        Offers::<T>::insert(service, node, offer);
    }
    service
}

/// Publishes a service whose offers can all be drawn but are refused by every lot, so that a draw
/// looks at each position in full and fills its seats with the nodes that the lots refused.
fn publish_unlikely<T: Config>(committee: u8, offers: u32, tariff: Tariff) -> ServiceId {
    let service = publish_with_offers::<T>(committee, offers, tariff);
    Parameters::<T>::mutate(|params| params.stake_cap = HIGHEST_STAKE_CAP);
    for node in OfferIndex::<T>::iter_prefix_values(service) {
        Reputations::<T>::mutate(node, |reputation| reputation.value = MIN_REPUTATION);
    }
    service
}

/// Makes a draw of the worst length. The walk ends as soon as the seats are filled, so the further
/// looks that it may need are added.
fn draw_and_look_on<T: Config>(service: ServiceId, seats: u8) {
    let drawn = Pallet::<T>::draw(service, seats, &Hash::repeat_byte(7), &TARIFF);
    assert!(drawn.seats.is_ok());
    look::<T>(service, 16);
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn publish(u: Linear<0, 256>) {
        let publisher = whale::<T>("publisher");
        let service = NextServiceId::<T>::get();
        #[extrinsic_call]
        _(RawOrigin::Signed(publisher), spec(uri(u), 3));
        assert!(Services::<T>::contains_key(service));
    }

    #[benchmark]
    fn update(u: Linear<0, 256>) {
        let publisher = whale::<T>("publisher");
        let service = publish_by::<T>(&publisher);
        #[extrinsic_call]
        _(RawOrigin::Signed(publisher), service, uri(u), Hash::repeat_byte(2));
        assert_eq!(Services::<T>::get(service).unwrap().version, 1);
    }

    #[benchmark]
    fn retire() {
        let publisher = whale::<T>("publisher");
        let service = publish_by::<T>(&publisher);
        #[extrinsic_call]
        _(RawOrigin::Signed(publisher), service);
        assert!(!Services::<T>::contains_key(service));
    }

    #[benchmark]
    fn delist() -> Result<(), BenchmarkError> {
        let service = publish_by::<T>(&whale::<T>("publisher"));
        let origin = T::CuratorOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Stop("no origin is a curator"))?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, service, Hash::repeat_byte(3));
        assert!(!Services::<T>::contains_key(service));
        Ok(())
    }

    #[benchmark]
    fn set_offer() {
        let service = publish_by::<T>(&whale::<T>("publisher"));
        offer_by_registered::<T>(0, service);
        let node = registered::<T>(1, service);
        T::Currency::mint_into(&node, WHALE).unwrap();
        #[extrinsic_call]
        _(RawOrigin::Signed(node.clone()), node.clone(), service, TARIFF, 1);
        assert_eq!(Offers::<T>::get(service, node).unwrap().position, 1);
    }

    #[benchmark]
    fn withdraw_offer() {
        let service = publish_by::<T>(&whale::<T>("publisher"));
        let node = offer_by_registered::<T>(0, service);
        let moved = offer_by_registered::<T>(1, service);
        #[extrinsic_call]
        _(RawOrigin::Signed(node.clone()), node.clone(), service);
        assert_eq!(Offers::<T>::get(service, moved).unwrap().position, 0);
    }

    #[benchmark]
    fn withdraw_last_offer() {
        let publisher = whale::<T>("publisher");
        let service = publish_by::<T>(&publisher);
        let node = offer_by_registered::<T>(0, service);
        Pallet::<T>::do_retire(publisher.clone(), service).unwrap();
        #[extrinsic_call]
        withdraw_offer(RawOrigin::Signed(publisher), node, service);
        assert!(!Services::<T>::contains_key(service));
    }

    #[benchmark]
    fn set_params() -> Result<(), BenchmarkError> {
        let old = Parameters::<T>::get();
        let params = Params::BOUNDS.iter().fold(old, |params, row| row.moved(&params));
        let origin = T::AdminOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Stop("no origin is an admin"))?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, params.clone());
        assert_eq!(Parameters::<T>::get(), params);
        assert_eq!(ChangedAt::<T>::iter().count(), Params::BOUNDS.len());
        Ok(())
    }

    /// Measures a draw, which is part of the buyer's weights; this and the next benchmark show that
    /// it does not grow.
    #[benchmark(extra)]
    fn draw(s: Linear<1, 9>) {
        let service = publish_unlikely::<T>(9, 1_000, TARIFF);
        #[block]
        {
            draw_and_look_on::<T>(service, s.try_into().unwrap());
        }
    }

    /// Measures a draw among 100,000 offers. The setup takes minutes; a few steps are enough.
    #[benchmark(extra)]
    fn draw_among_100000(s: Linear<1, 9>) {
        let service = publish_unlikely::<T>(9, 100_000, TARIFF);
        #[block]
        {
            draw_and_look_on::<T>(service, s.try_into().unwrap());
        }
    }
}
