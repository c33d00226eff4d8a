//! The disputes, as the pallet of tasks uses them.

use alloc::vec::Vec;

use frame_support::weights::Weight;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, Hash, ServiceId, Shape, TaskId, Usage, MAX_COMMITTEE};
use nes_traits::{Disputes, SecondVerdict, SettledTask, StakeAtRisk};

use crate::{settled::Kept, Config, Pallet, Settled, WeightInfo};

impl<T: Config> Disputes<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
    fn is_affordable(shape: &Shape, median: Balance, max_usage: Usage) -> bool {
        Self::is_bond_affordable(*shape, median, max_usage)
    }

    fn keep(id: TaskId, task: SettledTask<T::AccountId, BlockNumberFor<T>>) -> BlockNumberFor<T> {
        Kept::<T>::keep(id, task, frame_system::Pallet::<T>::block_number())
    }

    fn excluded(task: TaskId) -> Vec<T::AccountId> {
        let excluded = Settled::<T>::get(task).map(|task| task.excluded(task.disputers()));
        excluded.unwrap_or_default().into_iter().collect()
    }

    fn seed(task: TaskId, service: ServiceId) -> Option<Hash> {
        Self::seed_now(task, service)
    }

    fn judge(task: TaskId, verdict: SecondVerdict<T::AccountId>) {
        Self::do_judge(task, verdict);
    }

    fn keep_weight() -> Weight {
        let seats = MAX_COMMITTEE.into();
        T::WeightInfo::keep(seats).saturating_add(T::WeightInfo::end_window(seats))
    }

    fn judge_weight() -> Weight {
        let rules = Self::rules();
        // The most wrong answers: those of all disputers but a winner and of the whole first
        // committee, and those that a quorum leaves in the second one.
        let wrong = u64::from(rules.places.saturating_sub(1))
            .saturating_add(MAX_COMMITTEE.into())
            .saturating_add(rules.seats.saturating_sub(rules.quorum).into());
        let slashes = T::StakeAtRisk::lose_weight().saturating_mul(wrong);
        let counts = T::StakeAtRisk::count_weight().saturating_mul(rules.seats.into());
        T::WeightInfo::judge().saturating_add(slashes).saturating_add(counts)
    }
}
