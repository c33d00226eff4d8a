//! Owner of `Serving` and `ServingStake`: the stake that serves tasks, in which each node counts once,
//! whatever the number of its offers.

use frame_support::traits::Get;
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchResult};

use crate::{Config, Pallet, Serving, ServingNode, ServingStake, Version};

/// Counts an offer of `node` that can be drawn for tasks: one that could be `before`, or can be with
/// this `weight` now. The weight is the node's from now on, for all its offers.
pub(crate) fn count<T: Config>(
    node: &T::AccountId,
    before: bool,
    weight: Option<Balance>,
) -> DispatchResult {
    let old = Serving::<T>::get(node);
    let left = old.offers.checked_sub(before.into()).ok_or(ArithmeticError::Underflow)?;
    let offers = left.checked_add(weight.is_some().into()).ok_or(ArithmeticError::Overflow)?;
    let weight = if offers == 0 { 0 } else { weight.unwrap_or(old.weight) };

    let others = ServingStake::<T>::get().checked_sub(old.weight);
    let others = others.ok_or(ArithmeticError::Underflow)?;
    ServingStake::<T>::put(others.checked_add(weight).ok_or(ArithmeticError::Overflow)?);
    if offers == 0 {
        Serving::<T>::remove(node);
    } else {
        Serving::<T>::insert(node, ServingNode { offers, weight });
    }
    Ok(())
}

impl<T: Config> Pallet<T> {
    /// Returns the price in the middle of the stake, in planck, if an answer to a task of `version` can
    /// cost stake now: the version is exact, enough operators have agreed to it, and they have at
    /// least two thirds of the stake that serves tasks.
    pub fn slashable(version: &Version) -> Option<Balance> {
        let agreed = &version.slashable;
        if !version.exact || agreed.len < T::LeastOperators::get() {
            return None;
        }
        let twofold = ServingStake::<T>::get().checked_mul(2)?;
        let is_wide = agreed.weight.checked_mul(3)? >= twofold;
        version.bands.median().filter(|_| is_wide)
    }
}
