//! Owner of the eras: the running one and its points, the ended ones with the state of their
//! payments, and the last payout of each node.
//!
//! The payout of a node is settled when the era ends, so the caller, the time and the order of the
//! payments make no difference. A node's row is removed when it is paid, so it is paid once.

use frame_support::traits::{fungible::Inspect, Defensive, Imbalance};
use nes_core::{Balance, EraIndex};

use crate::{
    Config, CurrentEra, EndedEra, EndedEras, Event, LastPayout, LastPayouts, NodePoints, Pallet,
    Payout, Points, RunningEra, HISTORY_ERAS, POINTS_PER_BLOCK,
};

/// An ended era of which nodes may still have to be paid: its row, which is loaded, changed by
/// payments, and saved or closed.
pub(crate) struct UnpaidEra<T: Config> {
    index: EraIndex,
    row: EndedEra<T::AccountId>,
}

impl<T: Config> UnpaidEra<T> {
    /// Returns the era of this index, if it has ended and is not distributed.
    pub(crate) fn load(index: EraIndex) -> Option<Self> {
        let row = EndedEras::<T>::get(index).filter(|row| !row.distributed)?;
        Some(Self { index, row })
    }

    /// Returns the index.
    pub(crate) fn index(&self) -> EraIndex {
        self.index
    }

    /// Returns the nodes to pay and their points, from the last paid node on, so that no row is
    /// passed twice. [`charge`](Self::charge) removes no row but that of its node, so going on with
    /// the same iterator is sound.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (T::AccountId, Points)> {
        match &self.row.paid_to {
            Some(node) => {
                let key = NodePoints::<T>::hashed_key_for(self.index, node);
                NodePoints::<T>::iter_prefix_from(self.index, key)
            }
            None => NodePoints::<T>::iter_prefix(self.index),
        }
    }

    /// Removes the `points` of `node` and takes its payout out of the unpaid amount; returns the
    /// payout, unless it is nothing.
    pub(crate) fn charge(&mut self, node: &T::AccountId, points: Points) -> Option<Payout> {
        NodePoints::<T>::remove(self.index, node);
        self.row.paid_to = Some(node.clone());
        let payout = self.row.payout(points);
        // All payouts of an era sum to no more than it has for them.
        self.row.unpaid = self.row.unpaid.checked_sub(payout.sum()).defensive()?;
        (payout.sum() > 0).then_some(payout)
    }

    /// Adds an `amount` of a payout that a node could not be paid to the unpaid amount.
    pub(crate) fn give_back(&mut self, amount: Balance) {
        let unpaid = self.row.unpaid;
        self.row.unpaid = unpaid.checked_add(amount).defensive_unwrap_or(unpaid);
    }

    /// Writes the row.
    pub(crate) fn save(self) {
        EndedEras::<T>::insert(self.index, self.row);
    }

    /// Marks the era as distributed, or removes it if it has left the history; returns the unpaid
    /// amount.
    pub(crate) fn close(mut self) -> Balance {
        let unpaid = self.row.unpaid;
        let oldest = CurrentEra::<T>::get().era.saturating_sub(HISTORY_ERAS);
        if self.index < oldest {
            EndedEras::<T>::remove(self.index);
        } else {
            self.row.distributed = true;
            self.save();
        }
        unpaid
    }
}

impl<T: Config> Pallet<T> {
    /// Counts a block that the validator of `node` made.
    pub(crate) fn note_block(node: &T::AccountId) {
        Self::add_points(node, Points { validation: POINTS_PER_BLOCK, work: 0 });
    }

    /// Counts work of `node` that paid this `share` of its fee to the protocol.
    pub(crate) fn note_work(node: &T::AccountId, share: Balance) {
        if share > 0 {
            Self::add_points(node, Points { validation: 0, work: share });
        }
    }

    /// Counts an `amount` that a settlement burned in the running era.
    pub(crate) fn note_burned(amount: Balance) {
        CurrentEra::<T>::mutate(|running| {
            running.burned = running.burned.checked_add(amount).defensive_unwrap_or(running.burned);
        });
    }

    /// Starts `era` and ends the one before. No era ends twice, and one emission is minted however
    /// many eras have passed.
    pub(crate) fn start_era(era: EraIndex) {
        let ended = CurrentEra::<T>::get();
        if era > ended.era {
            CurrentEra::<T>::put(RunningEra { era, ..Default::default() });
            Self::end_era(ended);
        }
    }

    /// Keeps `paid` as the last payout of `node`, unless it was paid for a later era already.
    pub(crate) fn remember_payout(node: &T::AccountId, paid: LastPayout) {
        LastPayouts::<T>::mutate(node, |last| {
            if last.as_ref().is_none_or(|last| last.era < paid.era) {
                *last = Some(paid);
            }
        });
    }

    /// Removes the last payout of `node`.
    pub(crate) fn forget_payout(node: &T::AccountId) {
        LastPayouts::<T>::remove(node);
    }

    /// Adds `more` points of `node` in the running era, to its own and to the total.
    fn add_points(node: &T::AccountId, more: Points) {
        let mut running = CurrentEra::<T>::get();
        let own = NodePoints::<T>::get(running.era, node);
        let Some((all, own)) = running.points.and(more).zip(own.and(more)).defensive() else {
            return;
        };
        running.points = all;
        NodePoints::<T>::insert(running.era, node, own);
        CurrentEra::<T>::put(running);
    }

    /// Mints the emission of the era that `ended`: the treasury's part is paid, the rest waits for
    /// the nodes that earned it.
    fn end_era(ended: RunningEra) {
        let RunningEra { era, points, burned } = ended;
        let params = Self::params();
        let mut minted = Self::mint_emission(burned);
        let emission = params.divide(minted.peek());
        Self::pay_treasury(minted.extract(emission.treasury));
        let unpaid = Self::put_aside(minted);

        let row = EndedEra {
            emission,
            points,
            incentive_ratio: params.incentive_ratio,
            burned,
            issuance: T::Currency::total_issuance(),
            unpaid,
            paid_to: None,
            distributed: false,
        };
        EndedEras::<T>::insert(era, row);
        Self::forget_era(era);
        Self::deposit_event(Event::EraEnded { era, emission, burned });
    }

    /// Removes the era that leaves the history when `ended` enters it, unless somebody has still to
    /// be paid for it.
    fn forget_era(ended: EraIndex) {
        let Some(era) = ended.checked_sub(HISTORY_ERAS) else { return };
        if EndedEras::<T>::get(era).is_some_and(|row| row.distributed) {
            EndedEras::<T>::remove(era);
        }
    }
}
