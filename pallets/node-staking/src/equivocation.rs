//! Equivocation: a validator that signed two blocks or two votes where it may sign one.
//!
//! A validator that is run twice signs twice in slot after slot, for BABE and for GRANDPA, until
//! it is out of the set. That is one offence. It begins with the first report and covers every
//! fault until the era after it, which is the last for which a set with the node may have been
//! chosen; it is slashed by the largest fraction reported, and a larger one adds the difference.

use alloc::vec::Vec;

use frame_support::weights::Weight;
use nes_core::EraIndex;
use sp_runtime::{
    traits::One, DispatchError, DispatchResult, PerThing, Perbill, Rounding, Saturating,
};
use sp_staking::{
    offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler},
    SessionIndex,
};

use crate::{node::Record, Awards, Config, Nodes, Pallet, Slash, SlashId, SlashKind, WeightInfo};

impl<T: Config> OnOffenceHandler<T::AccountId, (T::AccountId, ()), Weight> for Pallet<T> {
    fn on_offence(
        offenders: &[OffenceDetails<T::AccountId, (T::AccountId, ())>],
        fractions: &[Perbill],
        session: SessionIndex,
    ) -> Weight {
        let fault_era = Self::era_of_session(session);
        let mut weight = Weight::zero();
        for (offence, fraction) in offenders.iter().zip(fractions) {
            let node = &offence.offender.0;
            let reporter = offence.reporters.first().cloned();
            Self::in_no_call(|| Self::report_equivocation(node, *fraction, fault_era, reporter));
            weight.saturating_accrue(<T as Config>::WeightInfo::report_equivocation());
        }
        // The weights of the calls that report an equivocation do not include this one.
        let mandatory = frame_support::dispatch::DispatchClass::Mandatory;
        frame_system::Pallet::<T>::register_extra_weight_unchecked(weight, mandatory);
        weight
    }
}

impl<T: Config> Pallet<T> {
    /// Slashes and jails `node`, and disables it in the set, for a fault in `fault_era`. A node
    /// that was removed has no stake left to slash.
    pub(crate) fn report_equivocation(
        node: &T::AccountId,
        fraction: Perbill,
        fault_era: EraIndex,
        reporter: Option<T::AccountId>,
    ) -> DispatchResult {
        if fraction.is_zero() || !Nodes::<T>::contains_key(node) {
            return Ok(());
        }
        let mut record = Record::<T>::load(node)?;
        if let Some(slash) = record.slash_equivocation(fraction, fault_era, reporter)? {
            record.jail_for(slash);
            record.slashed(slash);
        }
        // Every new set forgets the disabled validators, so further reports of an offence count.
        if record.node().jailed_until.is_some() {
            pallet_session::Pallet::<T>::report_offence(node.clone(), OffenceSeverity(fraction));
        }
        record.save()
    }
}

impl<T: Config> Record<T> {
    /// Raises the slashes of an offence to `fraction` together; returns the one that is new or has
    /// grown, if they were less. Cancelled slashes count, so that the same fault cannot be reported
    /// again.
    fn slash_equivocation(
        &mut self,
        fraction: Perbill,
        fault_era: EraIndex,
        reporter: Option<T::AccountId>,
    ) -> Result<Option<SlashId>, DispatchError> {
        let Some(offence) = self.offence_of(fault_era) else {
            let kind = |id| SlashKind::Equivocation { offence: id };
            return self.slash(fraction, kind, reporter, Awards::new()).map(Some);
        };
        let of_offence = |slash: &&Slash| slash.is_of(offence);
        let slashes: Vec<_> = self.node().slashes.iter().filter(of_offence).copied().collect();
        let wanted = fraction.left_from_one();
        if kept(slashes.iter()) <= wanted {
            return Ok(None);
        }
        // A slash that was reported in this era grows; an older one would reach stake that has
        // matured since.
        let era = Pallet::<T>::active_era();
        let growing = slashes.iter().find(|slash| slash.era == era && slash.is_pending());
        match growing {
            Some(growing) => {
                let others = slashes.iter().filter(|other| other.id != growing.id);
                self.resize_slash(growing.id, difference(kept(others), wanted));
                Ok(Some(growing.id))
            }
            None => {
                let more = difference(kept(slashes.iter()), wanted);
                let kind = |_| SlashKind::Equivocation { offence };
                self.slash(more, kind, reporter, Awards::new()).map(Some)
            }
        }
    }

    /// Returns the first slash of the offence that a fault in `fault_era` belongs to.
    fn offence_of(&self, fault_era: EraIndex) -> Option<SlashId> {
        let covers = |slash: &&Slash| {
            slash.is_of(slash.id) && fault_era <= slash.era.saturating_add(One::one())
        };
        self.node().slashes.iter().find(covers).map(|slash| slash.id)
    }
}

/// Returns the fraction that `slashes` keep.
fn kept<'a>(slashes: impl Iterator<Item = &'a Slash>) -> Perbill {
    slashes.fold(Perbill::one(), |kept, slash| kept.saturating_mul(slash.fraction.left_from_one()))
}

/// Returns the slash, rounded down, that leaves `wanted` of what is `kept`.
fn difference(kept: Perbill, wanted: Perbill) -> Perbill {
    let left = Perbill::from_rational_with_rounding(
        wanted.deconstruct(),
        kept.deconstruct(),
        Rounding::Up,
    );
    left.unwrap_or(Perbill::one()).left_from_one()
}
