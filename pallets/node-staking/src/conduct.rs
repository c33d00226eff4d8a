//! Owner of `Conducts`: the conduct of nodes as services, and the slashes that follow from it.

use nes_core::{Balance, EraIndex, ServiceFault};
use sp_runtime::{DispatchError, DispatchResult, Perbill, Saturating};

use crate::{node::Record, Conducts, Config, Nodes, Pallet, SlashId, SlashKind};

/// The payer whom a fault harmed, and the amount that he is owed for it, in planck.
pub(crate) type Debt<'a, AccountId> = (&'a AccountId, Balance);

impl<T: Config> Pallet<T> {
    /// Counts a task of `node` that has ended, and applies the consequences of the `fault` in it.
    pub(crate) fn judge(
        node: &T::AccountId,
        fault: Option<ServiceFault>,
        debt: Debt<'_, T::AccountId>,
    ) -> DispatchResult {
        if !Nodes::<T>::contains_key(node) {
            return Ok(());
        }
        let era = Self::active_era();
        let mut conduct = Conducts::<T>::get(node);
        let missed_too_many = conduct.close_era(era);
        let newcomer = conduct.is_newcomer();
        let fault = fault.filter(|_| !newcomer);
        conduct.count(era, fault == Some(ServiceFault::NoCommit));

        // A single miss is not slashed. Too many misses in an era are, when it has ended.
        let fault = fault.filter(|fault| *fault != ServiceFault::NoCommit);
        if missed_too_many || fault.is_some() {
            let mut record = Record::<T>::load(node)?;
            if missed_too_many {
                let jails = conduct.note(ServiceFault::NoCommit, era);
                record.answer_for(ServiceFault::NoCommit, jails, None)?;
            }
            if let Some(fault) = fault {
                let jails = conduct.note(fault, era);
                record.answer_for(fault, jails, Some(debt))?;
            }
            record.save()?;
        }
        Conducts::<T>::insert(node, conduct);
        Ok(())
    }

    /// Closes the era of a node's tasks early, because the node leaves; a full list of slashes does
    /// not prevent that.
    pub(crate) fn end_conduct(record: &mut Record<T>) -> DispatchResult {
        let mut conduct = Conducts::<T>::get(record.who());
        if conduct.close_era(EraIndex::MAX) && !record.node().slashes.is_full() {
            let jails = conduct.note(ServiceFault::NoCommit, Self::active_era());
            Conducts::<T>::insert(record.who(), conduct);
            record.answer_for(ServiceFault::NoCommit, jails, None)?;
        }
        Ok(())
    }

    /// Removes the conduct of `node`, which is no longer registered.
    pub(crate) fn remove_conduct(node: &T::AccountId) {
        Conducts::<T>::remove(node);
    }
}

impl<T: Config> Record<T> {
    /// Slashes the node for `fault`, and jails it if the fault `jails`.
    fn answer_for(
        &mut self,
        fault: ServiceFault,
        jails: bool,
        debt: Option<Debt<'_, T::AccountId>>,
    ) -> DispatchResult {
        let params = Pallet::<T>::params();
        let fraction = params.fraction(fault).min(params.service_slash_cap);
        // Governance can set the fraction of a kind of fault, or of all of them, to zero.
        if fraction.is_zero() {
            return Ok(());
        }
        let slash = self.slash_service(fraction, params.service_slash_cap)?;
        if let Some((payer, amount)) = debt.filter(|(_, amount)| *amount > 0) {
            Pallet::<T>::owe(slash, payer, amount);
        }
        if jails {
            self.jail_for(slash);
        }
        self.slashed(slash);
        Ok(())
    }

    /// Adds `fraction` to the slash for this era's faults, up to the cap.
    fn slash_service(&mut self, fraction: Perbill, cap: Perbill) -> Result<SlashId, DispatchError> {
        let era = Pallet::<T>::active_era();
        let of_this_era = self.node().slashes.iter().find(|slash| {
            slash.kind == SlashKind::Service && slash.era == era && slash.is_pending()
        });
        match of_this_era.copied() {
            Some(slash) => {
                // A cap that was lowered since then takes nothing back.
                let cap = cap.max(slash.fraction);
                self.resize_slash(slash.id, slash.fraction.saturating_add(fraction).min(cap));
                Ok(slash.id)
            }
            None => self.slash(fraction, |_| SlashKind::Service, None),
        }
    }
}
