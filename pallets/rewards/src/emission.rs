//! The end of an era: the only code of the chain that mints NES after genesis.

use frame_support::traits::{
    fungible::{Balanced, Inspect},
    Defensive, Get, Imbalance,
};
use nes_core::{Balance, EraIndex};
use nes_traits::OnEraStart;

use crate::{
    Config, CurrentEra, EndedEra, EndedEras, Event, Pallet, Parameters, RunningEra, SupplyTotals,
    HISTORY_ERAS,
};

impl<T: Config> OnEraStart for Pallet<T> {
    /// Ends the running era. No era ends twice, and one emission is minted however many eras have
    /// passed.
    fn on_era_start(era: EraIndex) {
        let ended = CurrentEra::<T>::get();
        if era > ended.era {
            CurrentEra::<T>::put(RunningEra { era, ..Default::default() });
            Self::end_era(ended);
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the emission of an era that ends with the present issuance, in planck.
    pub(crate) fn next_emission() -> Balance {
        let (cap, issuance) = (T::Cap::get(), T::Currency::total_issuance());
        let rate = Parameters::<T>::get().emission_rate;
        nes_ledger::emission(cap, issuance, rate, T::EraMillis::get())
    }

    /// Mints the emission of an era that `ended`; the treasury's part is paid, the rest waits for
    /// the nodes that earned it.
    fn end_era(ended: RunningEra) {
        let RunningEra { era, points, burned } = ended;
        let params = Parameters::<T>::get();
        let mut minted = T::Currency::issue(Self::next_emission());
        let emission = params.divide(minted.peek());
        Self::note_supply(minted.peek(), burned);
        Self::pay_treasury(minted.extract(emission.treasury));
        let unpaid = Self::put_aside(minted);

        let issuance = T::Currency::total_issuance();
        let incentive_ratio = params.incentive_ratio;
        EndedEras::<T>::insert(
            era,
            EndedEra {
                emission,
                points,
                incentive_ratio,
                burned,
                issuance,
                unpaid,
                paid_to: None,
                distributed: false,
            },
        );
        Self::forget(era);
        Self::deposit_event(Event::EraEnded { era, emission, burned });
    }

    /// Books the amounts that an era has minted and burned.
    fn note_supply(minted: Balance, burned: Balance) {
        let totals = SupplyTotals::<T>::get();
        SupplyTotals::<T>::put(totals.and(minted, burned).defensive_unwrap_or(totals));
    }

    /// Removes the era that leaves the history when `ended` enters it, unless somebody has still to
    /// be paid for it.
    fn forget(ended: EraIndex) {
        let Some(era) = ended.checked_sub(HISTORY_ERAS) else { return };
        if EndedEras::<T>::get(era).is_some_and(|era| era.distributed) {
            EndedEras::<T>::remove(era);
        }
    }
}
