//! What the economy asks of the register of nodes.

use nes_core::Balance;

use crate::{Config, Nodes, Pallet};

impl<T: Config> nes_traits::Nodes<T::AccountId> for Pallet<T> {
    fn is_active(node: &T::AccountId) -> bool {
        let minimum = Self::params().min_self_stake;
        Nodes::<T>::get(node).is_some_and(|node| node.may_work(minimum))
    }

    fn stake(node: &T::AccountId) -> Balance {
        let ratio = Self::params().max_delegation_ratio;
        Nodes::<T>::get(node).map_or(0, |node| node.counted_stake(ratio))
    }

    fn acts_for(who: &T::AccountId, node: &T::AccountId) -> bool {
        who == node || Nodes::<T>::get(node).is_some_and(|node| node.agent.as_ref() == Some(who))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(node: &T::AccountId, stake: Balance) {
        crate::benchmarking::register_grown::<T>(node, stake);
    }
}
