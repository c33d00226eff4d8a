//! Owner of `Conducts` and `ConductQueue`: the conduct of nodes as services, and the slashes that
//! follow from it.
//!
//! Tasks are counted by era, and so are the seats in second committees. A node with enough failures
//! for a fault waits in the queue, and is judged by the whole era when it has ended.

use frame_support::weights::WeightMeter;
use nes_core::EraIndex;
use nes_support::queue::{Metering, Queue};
use sp_runtime::{DispatchResult, Perbill};

use crate::{
    node::Record, Awards, ConductQueue, ConductQueueFrom, Conducts, Config, EraConduct, Nodes,
    Pallet, SlashKind, WeightInfo,
};

/// The nodes with enough failures for a fault, by the era of these.
pub(crate) type ConductQueueOf<T> =
    Queue<EraIndex, <T as frame_system::Config>::AccountId, ConductQueue<T>, ConductQueueFrom<T>>;

impl<T: Config> Pallet<T> {
    /// Counts what `node` did, as `count` adds it to its conduct in this era.
    pub(crate) fn count(
        node: &T::AccountId,
        count: impl FnOnce(&mut EraConduct),
    ) -> DispatchResult {
        if !Nodes::<T>::contains_key(node) {
            return Ok(());
        }
        let now = Self::active_era();
        let last = Conducts::<T>::get(node).era;
        // The queue may not have come to it yet.
        if last.index != now && last.is_fault() {
            Self::judge(last.index, node)?;
        }
        Conducts::<T>::mutate(node, |conduct| {
            let era = conduct.era_mut(now);
            let waits = era.may_be_fault();
            count(era);
            if !waits && era.may_be_fault() {
                ConductQueueOf::<T>::insert(now, node.clone());
            }
        });
        Ok(())
    }

    /// Judges the nodes that wait for it in the eras that have ended, as far as `meter` reaches; the
    /// next block continues.
    pub(crate) fn judge_due(meter: &mut WeightMeter) {
        let Some(ended) = Self::active_era().checked_sub(1) else { return };
        let metering = Self::conduct_metering();
        ConductQueueOf::<T>::work_off(ended, &metering, meter, |era, node| {
            // Also if the judgement fails, which takes back what it has written.
            ConductQueueOf::<T>::remove(era, node.clone());
            Self::in_no_call(|| Self::judge(era, &node));
            metering.step
        });
    }

    /// Returns the weights of the look for nodes to judge and of the most expensive judgement.
    pub(crate) fn conduct_metering() -> Metering {
        Metering {
            look: <T as Config>::WeightInfo::look_for_due(),
            step: <T as Config>::WeightInfo::judge(),
        }
    }

    /// Slashes `node`, which may have been removed, for each fault in `era`, which has ended and was
    /// not judged before, and jails it if that was one era too many.
    pub(crate) fn judge(era: EraIndex, node: &T::AccountId) -> DispatchResult {
        ConductQueueOf::<T>::remove(era, node.clone());
        let mut conduct = Conducts::<T>::get(node);
        let faults = conduct.take(era).faults();
        if faults == 0 || !Nodes::<T>::contains_key(node) {
            return Ok(());
        }
        let mut record = Record::<T>::load(node)?;
        let fraction = Self::service_fraction();
        // Without a slash the era has no fault: governance can set the fraction, or the cap, to zero,
        // and a list that is full takes no more.
        if !fraction.is_zero() && !record.node().slashes.is_full() {
            let jails = conduct.note(era);
            for _ in 0..faults {
                record.answer_for_era(fraction, jails)?;
            }
        }
        Conducts::<T>::insert(node, conduct);
        record.save()
    }

    /// Returns the loss of a node for a fault of an era.
    fn service_fraction() -> Perbill {
        let params = Self::params();
        params.failed_tasks.min(params.service_slash_cap)
    }

    /// Notes that `node` is slashed for a dispute; returns true if that jails it.
    pub(crate) fn note_dispute(node: &T::AccountId) -> bool {
        Conducts::<T>::mutate(node, |conduct| conduct.note_dispute(Self::active_era()))
    }

    /// Forgets that `node` was slashed for a dispute in `era`.
    pub(crate) fn forget_dispute(node: &T::AccountId, era: EraIndex) {
        Conducts::<T>::mutate(node, |conduct| conduct.forget_dispute(era));
    }

    /// Removes the conduct of `node`, which is no longer registered.
    pub(crate) fn remove_conduct(node: &T::AccountId) {
        Conducts::<T>::remove(node);
    }
}

impl<T: Config> Record<T> {
    /// Slashes the node by `fraction` for a fault of an era, and jails it if it `jails`. A list that
    /// is full takes no second one.
    fn answer_for_era(&mut self, fraction: Perbill, jails: bool) -> DispatchResult {
        if self.node().slashes.is_full() {
            return Ok(());
        }
        let slash = self.slash(fraction, |_| SlashKind::Service, None, Awards::new())?;
        if jails {
            self.jail_for(slash);
        }
        self.slashed(slash);
        Ok(())
    }
}
