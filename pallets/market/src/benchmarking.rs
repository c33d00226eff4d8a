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
use frame_support::{
    traits::{fungible::Mutate, EnsureOrigin},
    weights::WeightMeter,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use nes_core::{Balance, Hash, ServiceId, ServiceKind, Shape, Usage, Verification};
use nes_support::params::Bounded;
use nes_traits::{DrawRequest, Market, NodeRegistry, SecondDraw};
use sp_runtime::{traits::Zero, Perbill};

use crate::{
    bands::band_of, draw::Stall, duty::Roster, serving, Call, ChangedAt, ChangesFrom, Config,
    Duties, DutyEndsFrom, DutyIndex, NextServiceId, Offer, OfferIndex, OfferTerms, Offers, Pallet,
    Parameters, Params, Place, Service, ServiceSpec, ServiceStatus, Services, Serving, Uri,
    Version, Versions, NEWCOMER,
};

/// A balance in planck that covers every deposit.
const WHALE: Balance = 1_000_000_000_000_000_000;

/// The highest stake cap, in relation to which every chance in the draw is close to zero.
const HIGHEST_STAKE_CAP: Balance = 2_000_000_000_000_000_000_000;

/// One price for a request, and for each unit.
const SHAPE: Shape = Shape { base: 1_000_000_000, input: 1_000_000_000, output: 1_000_000_000 };

const PRICE: Balance = 1_024;

const USAGE: Usage = Usage { input: 1, output: 1 };

/// The setup of the benchmarks that the runtime provides.
pub trait BenchmarkHelper<AccountId> {
    /// Registers `node` as an active node with a stake of at least `stake`, in planck.
    fn register_node(node: &AccountId, stake: Balance);
}

/// Publishes a service for tasks with committees of `committee`, with `offers` offers of registered
/// nodes at `price`, each of which is taken as soon as a draw looks at it; returns its id. The
/// nodes are on duty, and a draw of a second committee takes them as well.
///
/// The rows are written directly, without deposits, and each offer has as many slots as there can
/// be. One planck more than the stake of its node counts for each in the index, where it does not
/// count as slashable yet, while its duty ends: so every draw has to put the first one that it
/// looks at into its right place and to let its duty go on, which is as dear as what the dearest
/// draws do.
///
/// # Panics
///
/// Panics if a step of the setup fails.
pub fn publish_sure<T: Config>(
    committee: u8,
    offers: u32,
    shape: Shape,
    price: Balance,
) -> ServiceId {
    let service = publish_with_offers::<T>(committee, offers, shape, price, Perbill::one());
    // More stake counts for an offer that is beyond every maximum than for all the others, so that
    // these have the highest price factor, whatever their place in the band.
    Versions::<T>::mutate(service, 0, |row| {
        let row = row.as_mut().unwrap();
        let weight = row.bands.weight() + 1;
        add_offer::<T>(service, row, u64::MAX.into(), Perbill::one(), Some(weight));
    });
    Services::<T>::mutate(service, |row| row.as_mut().unwrap().offers += 1);
    service
}

/// Looks at the first `looks` offers of the first version of `service` as a draw does.
///
/// # Panics
///
/// Panics if there is no such service, or one of these offers cannot be drawn.
pub fn look<T: Config>(service: ServiceId, looks: u32) {
    let request = request::<T>(service, 1);
    let stall = Stall::<T>::open(&request).ok().unwrap();
    for position in 0..looks {
        let look = stall.look(nes_committee::Place { band: 0, position });
        assert!(look.is_some_and(|look| look.seat.is_some()));
    }
}

/// Looks at the first `looks` nodes on duty for the first version of `service` as the draw of a
/// second committee does.
///
/// # Panics
///
/// Panics if one of these nodes cannot be drawn.
pub fn look_at_duties<T: Config>(service: ServiceId, looks: u32) {
    let (roster, request) = (Roster::<T>::of(service, 0), second_request::<T>(service, 1));
    for position in 0..looks {
        let place = nes_committee::Place { band: 0, position };
        assert!(roster.look(place, &request, 1).is_some());
    }
}

/// Returns a request for nodes of the first version, at any price.
fn request<T: Config>(service: ServiceId, seats: u8) -> DrawRequest<BlockNumberFor<T>> {
    DrawRequest {
        service,
        version: 0,
        seats,
        max_price: u64::MAX.into(),
        usage: USAGE,
        requested: Zero::zero(),
        slashable: true,
    }
}

/// Returns a request for a second committee of the first version, without the most nodes that can
/// be excluded: two committees, and who disputes.
fn second_request<T: Config>(
    service: ServiceId,
    seats: u8,
) -> SecondDraw<T::AccountId, BlockNumberFor<T>> {
    let excluded = (0..22).map(|index| account("excluded", index, service)).collect();
    SecondDraw { service, version: 0, seats, requested: Zero::zero(), excluded }
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
        shape: SHAPE,
        // Whatever input and usage a benchmark of a buyer's pallet asks for.
        input_bytes: u32::MAX,
        rate: u32::MAX,
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

fn update_by<T: Config>(publisher: &T::AccountId, service: ServiceId) {
    let (publisher, hash) = (publisher.clone(), Hash::repeat_byte(2));
    Pallet::<T>::do_update(publisher, service, uri(256), hash, Perbill::zero()).unwrap();
}

fn set_by<T: Config>(node: &T::AccountId, service: ServiceId, version: u32) {
    let terms = OfferTerms { version, price: PRICE, max_usage: USAGE, slots: 1, slashable: true };
    Pallet::<T>::do_set_offer(node.clone(), node.clone(), service, terms).unwrap();
}

/// Offers `version` by a node that registers for it; the change is not in force yet.
fn offer_by_registered<T: Config>(index: u32, service: ServiceId, version: u32) -> T::AccountId {
    let node = registered::<T>(index, service);
    T::Currency::mint_into(&node, WHALE).unwrap();
    set_by::<T>(&node, service, version);
    node
}

/// Brings every change that was set in this block into force; returns the block that does.
fn bring_all_into_force<T: Config>() -> BlockNumberFor<T> {
    let due = frame_system::Pallet::<T>::block_number() + crate::CHANGE_DELAY.into();
    Pallet::<T>::work_off_changes(due, due, &mut WeightMeter::new());
    due
}

/// Gives a version an offer without a row in every band but that of the others, so that its own row
/// is as long as it can be. `weight` counts for each.
fn fill_bands<T: Config>(service: ServiceId, version: u32, weight: Balance) {
    Versions::<T>::mutate(service, version, |row| {
        let bands = &mut row.as_mut().unwrap().bands;
        for band in (0..=u8::MAX).filter(|band| *band != band_of(PRICE)) {
            bands.add(band, weight).unwrap();
        }
    });
}

/// Makes two offers of the first version, and adds a second one; returns the nodes in the order of
/// the index, and the block that brought their offers into force.
fn two_offers_of_former<T: Config>(
    publisher: &T::AccountId,
    service: ServiceId,
) -> ([T::AccountId; 2], BlockNumberFor<T>) {
    for index in 0..2 {
        offer_by_registered::<T>(index, service, 0);
    }
    let due = bring_all_into_force::<T>();
    update_by::<T>(publisher, service);
    let nodes = [0, 1].map(|position| {
        let node = Pallet::<T>::indexed(service, 0, band_of(PRICE), position);
        node.expect("both are in force")
    });
    (nodes, due)
}

/// Adds an offer to the first version of a service, and a duty that ends. This `weight` counts for
/// it, or one planck more than its stake.
fn add_offer<T: Config>(
    service: ServiceId,
    version: &mut Version,
    price: Balance,
    standing: Perbill,
    weight: Option<Balance>,
) {
    let node = registered::<T>(version.offers, service);
    let stake = T::NodeRegistry::working_stake(&node).expect("it is active");
    let (band, weight) = (band_of(price), weight.unwrap_or(stake + 1));
    let position = version.bands.add(band, weight).unwrap();
    version.slashable.add(weight).unwrap();
    version.offers += 1;
    OfferIndex::<T>::insert((service, 0, band), position, &node);
    serving::count::<T>(&node, false, Some(weight)).unwrap();

    let registration = T::NodeRegistry::registration(&node).expect("it is registered");
    let roster = Roster::<T>::of(service, 0);
    roster.enter(&node, registration).unwrap();
    roster.leave(&node);
    Duties::<T>::mutate((service, 0), &node, |duty| {
        duty.as_mut().unwrap().entered = Zero::zero();
    });

    let max_usage = Usage { input: u64::MAX, output: u64::MAX };
    let offer = Offer {
        registration,
        terms: OfferTerms { version: 0, price, max_usage, slots: u16::MAX, slashable: true },
        rise: None,
        change: None,
        place: Some(Place { band, position, weight, slashable: false, entered: Zero::zero() }),
        busy: 0,
        standing,
        gains: Default::default(),
        deposit: 0,
    };
    Offers::<T>::insert(service, node, offer);
}

/// Publishes a service with `offers` offers of this `standing`. Its rows are written directly,
/// without deposits, so that a large number of them takes little time.
fn publish_with_offers<T: Config>(
    committee: u8,
    offers: u32,
    shape: Shape,
    price: Balance,
    standing: Perbill,
) -> ServiceId {
    let service = NextServiceId::<T>::get();
    NextServiceId::<T>::put(service + 1);
    let ServiceSpec {
        kind,
        name,
        uri,
        content_hash,
        unit,
        input_bytes,
        rate,
        verification,
        min_stake,
        royalty,
        ..
    } = spec(uri(256), committee);
    let mut version = Version {
        uri,
        content_hash,
        royalty,
        offers: 0,
        bands: Default::default(),
        exact: false,
        slashable: Default::default(),
    };
    for _ in 0..offers {
        add_offer::<T>(service, &mut version, price, standing, None);
    }
    Versions::<T>::insert(service, 0, version);
    let service_row = Service {
        publisher: whale::<T>("publisher"),
        kind,
        name,
        unit,
        shape,
        input_bytes,
        rate,
        verification,
        min_stake,
        status: ServiceStatus::OnSale,
        deposit: 0,
        version: 0,
        former: None,
        offers,
        open_tasks: 0,
        usual: 0,
    };
    Services::<T>::insert(service, service_row);
    service
}

/// Publishes a service whose offers can all be drawn but are refused by every lot, so that a draw
/// looks at each position in full and fills its seats with the nodes that the lots refused.
fn publish_unlikely<T: Config>(committee: u8, offers: u32) -> ServiceId {
    let service = publish_with_offers::<T>(committee, offers, SHAPE, PRICE, NEWCOMER);
    Parameters::<T>::mutate(|params| params.stake_cap = HIGHEST_STAKE_CAP);
    service
}

/// Makes a draw of the worst length. The walk ends as soon as the seats are filled, so the further
/// looks that it may need are added.
fn draw_and_look_on<T: Config>(service: ServiceId, seats: u8) {
    let request = request::<T>(service, seats);
    let drawn = <Pallet<T> as Market<_, _>>::draw(&request, &Hash::repeat_byte(7));
    assert!(drawn.seats.is_ok());
    look::<T>(service, 16);
}

/// Draws a second committee in the same way.
fn draw_second_and_look_on<T: Config>(service: ServiceId, seats: u8) {
    let request = second_request::<T>(service, seats);
    let (drawn, _) = Roster::<T>::of(service, 0).draw(&request, &Hash::repeat_byte(7));
    assert!(drawn.is_some());
    look_at_duties::<T>(service, 16);
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

    /// Measures an update of a version that is offered, which stays beside the new one.
    #[benchmark]
    fn update(u: Linear<0, 256>) {
        let publisher = whale::<T>("publisher");
        let service = publish_by::<T>(&publisher);
        offer_by_registered::<T>(0, service, 0);
        let (uri, hash) = (uri(u), Hash::repeat_byte(2));
        #[extrinsic_call]
        _(RawOrigin::Signed(publisher), service, uri, hash, Perbill::zero());
        let row = Services::<T>::get(service).unwrap();
        assert_eq!((row.version, row.former), (1, Some(0)));
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
        fill_bands::<T>(service, 0, 1);
        let node = registered::<T>(0, service);
        T::Currency::mint_into(&node, WHALE).unwrap();
        #[extrinsic_call]
        _(RawOrigin::Signed(node.clone()), node.clone(), service, 0, PRICE, USAGE, 1, true);
        assert!(Offers::<T>::get(service, node).unwrap().change.is_some());
    }

    /// Measures the withdrawal of an offer of an earlier registration, which is still in the index
    /// and has a change: another offer moves into the gap, and the former version gives way.
    #[benchmark]
    fn withdraw_offer() {
        let publisher = whale::<T>("publisher");
        let service = publish_by::<T>(&publisher);
        let ([node, moved], _) = two_offers_of_former::<T>(&publisher, service);
        set_by::<T>(&node, service, 0);
        Offers::<T>::mutate(service, &node, |offer| {
            offer.as_mut().unwrap().registration = u32::MAX;
        });
        fill_bands::<T>(service, 0, 1);
        fill_bands::<T>(service, 1, WHALE);
        #[extrinsic_call]
        _(RawOrigin::Signed(publisher), node.clone(), service);
        assert_eq!(Offers::<T>::get(service, moved).unwrap().place.unwrap().position, 0);
        assert_eq!(Services::<T>::get(service).unwrap().former, None);
    }

    /// Measures the withdrawal that removes a service with two versions.
    #[benchmark]
    fn withdraw_last_offer() {
        let publisher = whale::<T>("publisher");
        let service = publish_by::<T>(&publisher);
        let node = offer_by_registered::<T>(0, service, 0);
        bring_all_into_force::<T>();
        update_by::<T>(&publisher, service);
        set_by::<T>(&node, service, 0);
        Pallet::<T>::do_retire(publisher.clone(), service).unwrap();
        #[extrinsic_call]
        withdraw_offer(RawOrigin::Signed(publisher), node, service);
        assert!(!Services::<T>::contains_key(service));
        assert_eq!(Versions::<T>::iter_prefix(service).count(), 0);
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

    #[benchmark]
    fn set_exact() -> Result<(), BenchmarkError> {
        let service = publish_by::<T>(&whale::<T>("publisher"));
        fill_bands::<T>(service, 0, 1);
        let origin = T::CuratorOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Stop("no origin is a curator"))?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, service, 0, true);
        assert!(Versions::<T>::get(service, 0).unwrap().exact);
        Ok(())
    }

    #[benchmark]
    fn refresh_offer() {
        let service = publish_by::<T>(&whale::<T>("publisher"));
        let node = offer_by_registered::<T>(0, service, 0);
        bring_all_into_force::<T>();
        Offers::<T>::mutate(service, &node, |offer| {
            offer.as_mut().unwrap().registration = u32::MAX;
        });
        #[extrinsic_call]
        _(RawOrigin::Signed(whale::<T>("anyone")), node.clone(), service);
        assert!(Offers::<T>::get(service, node).unwrap().change.is_some());
    }

    /// Measures a change of a slashable offer to the newest version that makes the former one give
    /// way, while another offer moves into the gap. That one keeps the former version's row, which
    /// is dearer than the row's removal after a last offer that leaves no gap.
    #[benchmark]
    fn bring_into_force() {
        let publisher = whale::<T>("publisher");
        let service = publish_by::<T>(&publisher);
        let ([node, moved], due) = two_offers_of_former::<T>(&publisher, service);
        [0, 1].into_iter().for_each(|version| fill_bands::<T>(service, version, 1));
        set_by::<T>(&node, service, 1);
        ChangesFrom::<T>::put(due);
        #[block]
        {
            Pallet::<T>::work_off_changes(due, due, &mut WeightMeter::new());
        }
        assert_eq!(Services::<T>::get(service).unwrap().former, None);
        assert_eq!(Offers::<T>::get(service, moved).unwrap().place.unwrap().position, 0);
        assert_eq!(Offers::<T>::get(service, &node).unwrap().terms.version, 1);
        assert!(Duties::<T>::get((service, 0), &node).unwrap().until.is_some());
        assert!(Duties::<T>::contains_key((service, 1), &node) && Serving::<T>::contains_key(node));
    }

    #[benchmark]
    fn end_duty() {
        let service = publish_with_offers::<T>(3, 2, SHAPE, PRICE, NEWCOMER);
        let [node, moved] =
            [0, 1].map(|position| DutyIndex::<T>::get((service, 0), position).unwrap());
        let until = Duties::<T>::get((service, 0), &node).unwrap().until.unwrap();
        // The other one ends later.
        let roster = Roster::<T>::of(service, 0);
        roster.enter(&moved, 0).unwrap();
        DutyEndsFrom::<T>::put(until);
        #[block]
        {
            Pallet::<T>::work_off_duties(until, &mut WeightMeter::new());
        }
        assert!(!Duties::<T>::contains_key((service, 0), node));
        assert_eq!(Duties::<T>::get((service, 0), moved).unwrap().position, 0);
    }

    #[benchmark]
    fn look_at_block() {
        let now = frame_system::Pallet::<T>::block_number();
        ChangesFrom::<T>::put(now);
        #[block]
        {
            Pallet::<T>::work_off_changes(now, now, &mut WeightMeter::new());
        }
        assert!(ChangesFrom::<T>::get() > now);
    }

    /// Measures a draw, which is part of the buyer's weights; this and the next benchmark show that
    /// it does not grow.
    #[benchmark(extra)]
    fn draw(s: Linear<1, 9>) {
        let service = publish_unlikely::<T>(9, 1_000);
        #[block]
        {
            draw_and_look_on::<T>(service, s.try_into().unwrap());
        }
    }

    /// Measures a draw among 100,000 offers. The setup takes minutes; a few steps are enough.
    #[benchmark(extra)]
    fn draw_among_100000(s: Linear<1, 9>) {
        let service = publish_unlikely::<T>(9, 100_000);
        #[block]
        {
            draw_and_look_on::<T>(service, s.try_into().unwrap());
        }
    }

    /// Measures a draw of a second committee, which is part of the weights of disputes.
    #[benchmark(extra)]
    fn draw_second(s: Linear<1, 9>) {
        let service = publish_unlikely::<T>(9, 1_000);
        #[block]
        {
            draw_second_and_look_on::<T>(service, s.try_into().unwrap());
        }
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::chain(), crate::mock::Test, extra = false);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{chain, Test};

    #[test]
    fn a_draw_takes_each_offer_of_a_sure_service_at_once_and_puts_the_first_one_right() {
        // The lowest and another price of a band.
        for price in [1_024, 1_000_000_000_000] {
            chain().execute_with(|| {
                let service = publish_sure::<Test>(9, 20, SHAPE, price);
                look::<Test>(service, 20);
                let weight = || {
                    let bands = Versions::<Test>::get(service, 0).unwrap().bands;
                    let (_, band) = bands.iter().next().unwrap();
                    band.weight
                };
                let before = weight();
                let request = DrawRequest { max_price: price, ..request::<Test>(service, 9) };
                let drawn = <Pallet<Test> as Market<_, _>>::draw(&request, &Hash::zero());
                assert!(drawn.seats.is_ok());
                // A place that comes up twice is looked at once.
                assert_eq!(drawn.looks, 9);
                assert_eq!(weight(), before - 1);
            });
        }
    }

    #[test]
    fn a_draw_of_unlikely_nodes_takes_all_lots() {
        chain().execute_with(|| {
            let service = publish_unlikely::<Test>(9, 300);
            draw_and_look_on::<Test>(service, 9);
            draw_second_and_look_on::<Test>(service, 9);
        });
    }

    #[test]
    fn a_draw_of_a_second_committee_takes_each_node_of_a_sure_service_at_once() {
        chain().execute_with(|| {
            let service = publish_sure::<Test>(9, 20, SHAPE, PRICE);
            look_at_duties::<Test>(service, 20);
            let request = second_request::<Test>(service, 9);
            let (drawn, looks) = Roster::<Test>::of(service, 0).draw(&request, &Hash::zero());
            assert_eq!((drawn.unwrap().len(), looks), (9, 9));
        });
    }
}
