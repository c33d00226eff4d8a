//! The views of stake for clients, by the present state; nothing here writes.

use alloc::vec::Vec;

use nes_core::{Balance, EraIndex};

use crate::{Arrival, Config, Node, Nodes, Pallet, Position, Positions, Slash};

/// A position by today's value of its shares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PositionView<AccountId> {
    /// The value of its active shares, in planck; none behind a node that is leaving.
    pub active: Balance,
    /// The value of its shares on their way out, in planck, and the first era in which they can be
    /// withdrawn; in the order of the eras. All shares behind a node that is leaving are.
    pub unbonding: Vec<(Balance, EraIndex)>,
    /// The rewards that wait for the staker, in planck, without an operator's commission.
    pub claimable: Balance,
    /// True if rewards are staked again instead of paid.
    pub compound: bool,
    /// The amount on hold for it in the staker's account, in planck.
    pub held: Balance,
    /// The stake in it that came by redelegation and answers for the nodes that it left.
    pub arrivals: Vec<Arrival<AccountId>>,
}

impl<AccountId> PositionView<AccountId> {
    /// Creates the view of `position` behind `node`. A pending slash lowers values as an executed
    /// one does.
    pub fn new(node: &Node<AccountId>, mut position: Position<AccountId>) -> Self {
        // Earnings that cannot be counted are not booked; they could not be claimed either.
        position.settle(node.reward_per_share);
        let entries = position.unbonding.iter().zip(position.entries(node, Slash::counts));
        let mut unbonding: Vec<_> =
            entries.map(|(entry, (shares, left))| (left.value(shares), entry.unlock_era)).collect();
        let mut active = node.retained().value(position.shares);
        if let Some(unlock_era) = node.unlock_era().filter(|_| position.shares > 0) {
            let at = unbonding.partition_point(|(_, era)| *era <= unlock_era);
            unbonding.insert(at, (core::mem::take(&mut active), unlock_era));
        }
        Self {
            active,
            unbonding,
            claimable: position.accrued,
            compound: position.compound,
            held: position.held,
            arrivals: position.arrivals.into_inner(),
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the nodes in the order of their keys, from the one after `after` on.
    pub fn nodes_after(
        after: Option<&T::AccountId>,
    ) -> impl Iterator<Item = (T::AccountId, Node<T::AccountId>)> {
        match after {
            Some(after) => Nodes::<T>::iter_from_key(after),
            None => Nodes::<T>::iter(),
        }
    }

    /// Returns the position of `staker` behind `node`.
    pub fn position(
        node: &T::AccountId,
        staker: &T::AccountId,
    ) -> Option<PositionView<T::AccountId>> {
        let position = Positions::<T>::get(node, staker)?;
        Some(PositionView::new(&Nodes::<T>::get(node)?, position))
    }

    /// Returns the stakers behind `node` with their positions in the order of their keys, from the
    /// one after `after` on; `None` if there is no such node.
    pub fn positions_after(
        node: &T::AccountId,
        after: Option<&T::AccountId>,
    ) -> Option<impl Iterator<Item = (T::AccountId, PositionView<T::AccountId>)>> {
        let row = Nodes::<T>::get(node)?;
        let positions = match after {
            Some(after) => {
                let key = Positions::<T>::hashed_key_for(node, after);
                Positions::<T>::iter_prefix_from(node, key)
            }
            None => Positions::<T>::iter_prefix(node),
        };
        Some(positions.map(move |(staker, position)| (staker, PositionView::new(&row, position))))
    }
}
