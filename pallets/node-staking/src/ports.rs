//! What the economy asks of the register of nodes.

use frame_support::traits::fungible::Balanced;
use nes_core::Balance;
use nes_traits::NodeRewards;

use crate::{Config, CreditOf, CurrencyOf, Nodes, Pallet};

impl<T: Config> nes_traits::Nodes<T::AccountId> for Pallet<T> {
    fn is_active(node: &T::AccountId) -> bool {
        Nodes::<T>::get(node).is_some_and(|node| node.is_active()) && Self::has_minimum(node)
    }

    fn stake(node: &T::AccountId) -> Balance {
        Nodes::<T>::get(node).map_or(0, |node| node.shares)
    }

    fn acts_for(who: &T::AccountId, node: &T::AccountId) -> bool {
        who == node || Nodes::<T>::get(node).is_some_and(|node| node.agent.as_ref() == Some(who))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(node: &T::AccountId, stake: Balance) {
        crate::benchmarking::register::<T>(node, stake);
    }
}

/// Pays the operator's free balance.
impl<T: Config> NodeRewards<T::AccountId, CreditOf<T>> for Pallet<T> {
    fn reward(node: &T::AccountId, credit: CreditOf<T>) -> Result<(), CreditOf<T>> {
        CurrencyOf::<T>::resolve(node, credit)
    }
}
