//! The emission: the amount of NES that an era mints, and its division.
//!
//! An era mints a fraction of the *room*, which is what the cap leaves above the issuance:
//!
//! `emission = rate × (cap − issuance) × era ÷ year`, rounded down.
//!
//! The fraction is `q = rate × era ÷ year`, at most the rate, which is at most 1. So the room after
//! an era is at least `(1 − q) × room`: it never becomes negative, whatever the rate, and the
//! emission falls by itself. Without burns n eras leave `(1 − q)ⁿ` of the room; that is
//! `e^(−rate)` a year for short eras.

use nes_core::{Balance, EmissionParts};
use sp_arithmetic::{traits::Saturating, FixedPointNumber, FixedU128, PerThing, Perbill};
use sp_core::U256;

/// A year in milliseconds: 365.25 days.
pub const YEAR_MILLIS: u64 = 31_557_600_000;

/// Returns the emission of an era of `era_millis` at `rate` a year, in planck. An era of more than
/// a year counts as a year.
pub fn emission(cap: Balance, issuance: Balance, rate: Perbill, era_millis: u64) -> Balance {
    let room = cap.saturating_sub(issuance);
    let era = era_millis.min(YEAR_MILLIS);
    // The product has at most 128 + 30 + 35 bits, and the quotient is at most the room.
    let whole = U256::from(YEAR_MILLIS).saturating_mul(Perbill::ACCURACY.into());
    U256::from(room)
        .saturating_mul(rate.deconstruct().into())
        .saturating_mul(era.into())
        .checked_div(whole)
        .and_then(|emission| emission.try_into().ok())
        .unwrap_or_default()
}

/// Divides an `emission` by these shares, each part rounded down; the treasury gets the rest.
pub fn divide(emission: Balance, validators: Perbill, incentives: Perbill) -> EmissionParts {
    let for_validators = validators.mul_floor(emission);
    let rest = emission.saturating_sub(for_validators);
    let for_nodes = incentives.mul_floor(emission).min(rest);
    EmissionParts {
        validators: for_validators,
        incentives: for_nodes,
        treasury: rest.saturating_sub(for_nodes),
    }
}

/// Returns the room that `eras` eras without burns leave of `room`, in planck: `(1 − q)ⁿ` of it,
/// with 18 digits. It is an estimate, because every era's emission is rounded down by itself.
pub fn room_left(room: Balance, rate: Perbill, era_millis: u64, eras: usize) -> Balance {
    let minted = emission(FixedU128::DIV, 0, rate, era_millis);
    let stays = FixedU128::from_inner(FixedU128::DIV.saturating_sub(minted));
    stays.saturating_pow(eras).saturating_mul_int(room)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "the amounts of the tests are small")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NES: Balance = 1_000_000_000_000;
    const CAP: Balance = 2_000_000_000 * NES;
    /// Six hours.
    const ERA: u64 = 21_600_000;
    const ERAS_OF_A_YEAR: usize = 1_461;

    fn percent(percent: u32) -> Perbill {
        Perbill::from_percent(percent)
    }

    #[test]
    fn worked_examples() {
        // Half of the cap, 8 %, a year: 80,000,000 NES; an era of six hours is a 1,461st of that.
        assert_eq!(emission(CAP, CAP / 2, percent(8), YEAR_MILLIS), 80_000_000 * NES);
        assert_eq!(emission(CAP, CAP / 2, percent(8), ERA), 80_000_000 * NES / 1_461);
        assert_eq!(emission(CAP, CAP, percent(20), ERA), 0);
        assert_eq!(emission(CAP, CAP + 1, percent(20), ERA), 0);
        assert_eq!(emission(CAP, 0, percent(0), ERA), 0);
        assert_eq!(emission(CAP, CAP - 1, percent(20), YEAR_MILLIS), 0);
        assert_eq!(emission(CAP, CAP - 5, percent(20), YEAR_MILLIS), 1);
        // An era longer than a year counts as a year.
        assert_eq!(emission(1_000, 0, percent(100), u64::MAX), 1_000);
        assert_eq!(
            divide(101, percent(60), percent(25)),
            EmissionParts { validators: 60, incentives: 25, treasury: 16 }
        );
    }

    #[test]
    fn a_year_of_eras_mints_what_the_closed_form_says() {
        let mut issuance = CAP / 2;
        for _ in 0..ERAS_OF_A_YEAR {
            issuance += emission(CAP, issuance, percent(8), ERA);
        }
        let estimate = CAP - room_left(CAP / 2, percent(8), ERA, ERAS_OF_A_YEAR);
        assert!(issuance.abs_diff(estimate) < NES / 1_000, "{issuance} and {estimate}");
        // 1,000,000,000 × (1 − (1 − 0.08 ÷ 1,461)^1,461).
        assert_eq!((issuance - CAP / 2) / NES, 76_885_675);
    }

    proptest! {
        #[test]
        fn no_rate_and_no_era_passes_the_cap(
            cap in any::<Balance>(),
            issuance in any::<Balance>(),
            rate in 0u32..=1_000_000_000,
            era in any::<u64>(),
        ) {
            let emission = emission(cap, issuance, Perbill::from_parts(rate), era);
            prop_assert!(emission <= cap.saturating_sub(issuance));
        }

        #[test]
        fn the_emission_falls_from_era_to_era(
            issuance in 0..CAP,
            rate in 0u32..=200_000_000,
            era in 1u64..=YEAR_MILLIS,
        ) {
            let of = |issuance| emission(CAP, issuance, Perbill::from_parts(rate), era);
            let first = of(issuance);
            prop_assert!(of(issuance + first) <= first);
        }

        #[test]
        fn the_parts_sum_to_the_emission(
            emission in any::<Balance>(),
            validators in 0u32..=1_000_000_000,
            incentives in 0u32..=1_000_000_000,
        ) {
            let (validators, incentives) =
                (Perbill::from_parts(validators), Perbill::from_parts(incentives));
            let parts = divide(emission, validators, incentives);
            prop_assert_eq!(
                parts.validators + parts.incentives + parts.treasury,
                emission
            );
        }
    }
}
