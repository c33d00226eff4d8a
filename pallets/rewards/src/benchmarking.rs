//! The benchmarks of the pallet's calls and of the steps of its hooks, measured on the runtime.

#![cfg(feature = "runtime-benchmarks")]
#![allow(
    clippy::as_conversions,
    clippy::unwrap_used,
    reason = "a benchmark may panic, and the FRAME macros convert"
)]

use frame_benchmarking::v2::*;
use frame_support::{traits::EnsureOrigin, weights::WeightMeter};
use nes_core::{Balance, EraIndex};
use nes_support::params::Bounded;
use nes_traits::OnEraStart;
use pallet_authorship::EventHandler;

use crate::*;

/// The part of a runtime that the benchmarks need.
pub trait BenchmarkHelper<AccountId> {
    /// Registers `node`, so that it can be rewarded.
    fn register_node(node: &AccountId);
}

/// The era that is distributed.
const ERA: EraIndex = 0;

/// The amount that a node's work has paid to the protocol, in planck.
const WORK: Balance = 1_000_000_000_000;

/// Ends [`ERA`], in which `nodes` registered nodes have made a block and done work.
fn end_era<T: Config>(nodes: u32) {
    for index in 0..nodes {
        let node: T::AccountId = account("node", index, 0);
        T::BenchmarkHelper::register_node(&node);
        Pallet::<T>::note_author(node.clone());
        Pallet::<T>::note_work(&node, WORK);
    }
    Pallet::<T>::on_era_start(ERA.saturating_add(1));
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn set_params() -> Result<(), BenchmarkError> {
        let origin =
            T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let old = Params::default();
        Parameters::<T>::put(old);
        let params = Params::BOUNDS.iter().fold(old, |params, row| row.moved(&params));

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, params);

        assert_eq!(Pallet::<T>::params(), params);
        assert_eq!(ChangedAt::<T>::iter().count(), Params::BOUNDS.len());
        Ok(())
    }

    #[benchmark]
    fn note_author() {
        let node: T::AccountId = whitelisted_caller();

        #[block]
        {
            Pallet::<T>::note_author(node.clone());
        }

        assert_eq!(Pallet::<T>::points(ERA, &node).validation, POINTS_PER_BLOCK);
    }

    /// Measures the look for an era to distribute, with an era that is over and distributed.
    #[benchmark]
    fn look_for_era() {
        end_era::<T>(0);
        EndedEras::<T>::mutate_extant(ERA, |era| era.distributed = true);

        #[block]
        {
            Pallet::<T>::distribute_idle(&mut WeightMeter::new());
        }

        assert_eq!(Pallet::<T>::first_undistributed(), ERA.saturating_add(1));
    }

    /// Measures the payment of one node while another one waits.
    #[benchmark]
    fn pay_node() {
        end_era::<T>(2);

        #[block]
        {
            Pallet::<T>::pay_era(ERA, 1, &mut WeightMeter::new());
        }

        assert_eq!(NodePoints::<T>::iter_prefix(ERA).count(), 1);
        assert_eq!(LastPayouts::<T>::iter().count(), 1);
    }

    #[benchmark]
    fn close_era() {
        end_era::<T>(0);

        #[block]
        {
            Pallet::<T>::pay_era(ERA, 1, &mut WeightMeter::new());
        }

        assert!(Pallet::<T>::ended_era(ERA).unwrap().distributed);
    }
}
