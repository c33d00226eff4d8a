//! Faults of a node as a service.

use nes_core::{Balance, EraIndex, ServiceFault};
use nes_traits::{NodeConduct, Restitution};
use sp_runtime::{DispatchError, DispatchResult, Perbill, Saturating};

use crate::{record::Record, Conducts, Config, Nodes, OpenSlashes, Pallet, SlashId, SlashKind};

type RestitutionOf<T> = Restitution<<T as frame_system::Config>::AccountId>;

impl<T: Config> NodeConduct<T::AccountId> for Pallet<T> {
    fn served(node: &T::AccountId) {
        Self::in_no_call(|| Self::judge(node, None, None));
    }

    fn failed(node: &T::AccountId, fault: ServiceFault, restitution: Option<RestitutionOf<T>>) {
        Self::in_no_call(|| Self::judge(node, Some(fault), restitution));
    }
}

impl<T: Config> Pallet<T> {
    /// Counts a task of `node` that has ended, and applies the consequences of the `fault` in it.
    fn judge(
        node: &T::AccountId,
        fault: Option<ServiceFault>,
        restitution: Option<RestitutionOf<T>>,
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
                record.answer_for(fault, jails, restitution)?;
            }
            record.save()?;
        }
        Conducts::<T>::insert(node, conduct);
        Ok(())
    }

    /// Closes the era of a node's tasks early, because the node leaves; a full list of slashes does
    /// not prevent that.
    pub(crate) fn end_conduct(record: &mut Record<T>) -> DispatchResult {
        let mut conduct = Conducts::<T>::get(&record.who);
        if conduct.close_era(EraIndex::MAX) && !record.node.slashes.is_full() {
            let jails = conduct.note(ServiceFault::NoCommit, Self::active_era());
            Conducts::<T>::insert(&record.who, conduct);
            record.answer_for(ServiceFault::NoCommit, jails, None)?;
        }
        Ok(())
    }
}

impl<T: Config> Record<T> {
    /// Slashes the node for `fault`, and jails it if the fault `jails`.
    fn answer_for(
        &mut self,
        fault: ServiceFault,
        jails: bool,
        restitution: Option<RestitutionOf<T>>,
    ) -> DispatchResult {
        let params = Pallet::<T>::params();
        let fraction = params.fraction(fault).min(params.service_slash_cap);
        // Governance can set the fraction of a kind of fault, or of all of them, to zero.
        if fraction.is_zero() {
            return Ok(());
        }
        let slash = self.slash_service(fraction, params.service_slash_cap)?;
        if let Some(Restitution { payer, amount }) = restitution {
            Self::owe(slash, payer, amount);
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
        let of_this_era = self.node.slashes.iter_mut().find(|slash| {
            slash.kind == SlashKind::Service && slash.era == era && slash.is_pending()
        });
        match of_this_era {
            Some(slash) => {
                // A cap that was lowered since then takes nothing back.
                let cap = cap.max(slash.fraction);
                slash.fraction = slash.fraction.saturating_add(fraction).min(cap);
                Ok(slash.id)
            }
            None => self.slash(fraction, |_| SlashKind::Service, None),
        }
    }

    /// Adds `amount` to the debt of the slash `id` to `payer`, if there is room for one more payer.
    fn owe(id: SlashId, payer: T::AccountId, amount: Balance) {
        OpenSlashes::<T>::mutate(id, |open| {
            let Some(open) = open else { return };
            match open.restitutions.iter_mut().find(|(owed, _)| *owed == payer) {
                // It is a ceiling of a payment, not money; a fault must not fail for its sake.
                Some((_, owed)) => *owed = owed.saturating_add(amount),
                None => drop(open.restitutions.try_push((payer, amount))),
            }
        });
    }
}
