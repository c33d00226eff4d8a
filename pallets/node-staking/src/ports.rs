//! The register of nodes, as the other pallets use it.

use nes_core::Balance;

use crate::{Config, Nodes, Pallet, Params};

impl<T: Config> nes_traits::NodeRegistry<T::AccountId> for Pallet<T> {
    fn stake(node: &T::AccountId) -> Balance {
        let ratio = Self::params().max_delegation_ratio;
        Nodes::<T>::get(node).map_or(0, |node| node.effective_stake(ratio))
    }

    fn working_stake(node: &T::AccountId) -> Option<Balance> {
        let Params { max_delegation_ratio, min_self_stake, .. } = Self::params();
        let node = Nodes::<T>::get(node).filter(|node| node.may_work(min_self_stake))?;
        Some(node.effective_stake(max_delegation_ratio))
    }

    fn acts_for(who: &T::AccountId, node: &T::AccountId) -> bool {
        who == node || Nodes::<T>::get(node).is_some_and(|node| node.agent.as_ref() == Some(who))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(node: &T::AccountId, stake: Balance) {
        crate::benchmarking::register_grown::<T>(node, stake);
    }
}
