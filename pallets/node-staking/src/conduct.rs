//! Owner of `Conducts` and `ConductQueue`: the conduct of nodes as services, and the slashes that
//! follow from it.
//!
//! Tasks are counted by era. A node with enough failures for a fault waits in the queue, and is
//! judged by the whole era when it has ended.

use frame_support::weights::WeightMeter;
use nes_core::EraIndex;
use nes_support::queue::{Metering, Queue};
use sp_runtime::{DispatchResult, Perbill};

use crate::{
    node::Record, types::LEAST_FAILURES, ConductQueue, ConductQueueFrom, Conducts, Config, Nodes,
    Pallet, SlashKind, WeightInfo,
};

/// The nodes with enough failures for a fault, by the era of these.
pub(crate) type ConductQueueOf<T> =
    Queue<EraIndex, <T as frame_system::Config>::AccountId, ConductQueue<T>, ConductQueueFrom<T>>;

impl<T: Config> Pallet<T> {
    /// Counts a task of `node` that has ended.
    pub(crate) fn count_task(node: &T::AccountId, failed: bool) -> DispatchResult {
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
            conduct.count(now, failed);
            if failed && conduct.era.failed == LEAST_FAILURES {
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

    /// Slashes `node`, which may have been removed, if its tasks in `era`, which has ended, are a
    /// fault and were not judged before.
    pub(crate) fn judge(era: EraIndex, node: &T::AccountId) -> DispatchResult {
        ConductQueueOf::<T>::remove(era, node.clone());
        let mut conduct = Conducts::<T>::get(node);
        if !conduct.take(era).is_fault() || !Nodes::<T>::contains_key(node) {
            return Ok(());
        }
        let mut record = Record::<T>::load(node)?;
        let fraction = Self::service_fraction();
        // Without a slash the era is no fault: governance can set the fraction, or the cap, to zero,
        // and a list that is full takes no more.
        if !fraction.is_zero() && !record.node().slashes.is_full() {
            record.answer_for_era(fraction, conduct.note(era))?;
        }
        Conducts::<T>::insert(node, conduct);
        record.save()
    }

    /// Returns the loss of a node for an era in which too many of its tasks failed.
    fn service_fraction() -> Perbill {
        let params = Self::params();
        params.failed_tasks.min(params.service_slash_cap)
    }

    /// Removes the conduct of `node`, which is no longer registered.
    pub(crate) fn remove_conduct(node: &T::AccountId) {
        Conducts::<T>::remove(node);
    }
}

impl<T: Config> Record<T> {
    /// Slashes the node by `fraction` for an era in which too many of its tasks failed, and jails it
    /// if that was one era too many.
    fn answer_for_era(&mut self, fraction: Perbill, jails: bool) -> DispatchResult {
        let slash = self.slash(fraction, |_| SlashKind::Service, None)?;
        if jails {
            self.jail_for(slash);
        }
        self.slashed(slash);
        Ok(())
    }
}
