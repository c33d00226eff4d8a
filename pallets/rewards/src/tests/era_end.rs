use frame_support::assert_ok;
use nes_core::EmissionParts;
use nes_traits::OnEraStart;
use sp_runtime::Perbill;

use crate::{mock::*, EndedEra, Event, Params, Points, HISTORY_ERAS};

/// Sets the cap so that an era mints 1,000,000 planck at 8 % a year.
fn room_for_a_million() {
    Cap::set(Balances::total_issuance() + 18_262_500_000);
}

#[test]
fn mints_a_part_of_the_room_and_divides_it() {
    build_and_execute(|| {
        room_for_a_million();
        let issuance = Balances::total_issuance();
        author(ALICE, 1);
        end_era();

        let emission =
            EmissionParts { validators: 600_000, incentives: 250_000, treasury: 150_000 };
        assert_eq!(gained(TREASURY), 150_000);
        assert_eq!(pot(), 850_000);
        assert_eq!(Balances::total_issuance(), issuance + 1_000_000);
        assert_eq!(
            Rewards::ended_era(0),
            Some(EndedEra {
                emission,
                points: Points { validation: 20, work: 0 },
                incentive_ratio: Perbill::from_percent(80),
                burned: 0,
                issuance: issuance + 1_000_000,
                unpaid: 850_000,
                paid_to: None,
                distributed: false,
            })
        );
        System::assert_last_event(Event::EraEnded { era: 0, emission, burned: 0 }.into());
    });
}

#[test]
fn gives_what_the_division_leaves_to_the_treasury() {
    build_and_execute(|| {
        Cap::set(Balances::total_issuance() + 18_262_500_000 + 18_300);
        end_era();

        let emission = Rewards::ended_era(0).unwrap().emission;
        assert_eq!(
            emission,
            EmissionParts { validators: 600_000, incentives: 250_000, treasury: 150_001 }
        );
    });
}

#[test]
fn mints_once_however_many_eras_have_passed() {
    build_and_execute(|| {
        room_for_a_million();
        Rewards::on_era_start(10);

        assert_eq!(Rewards::supply().minted, 1_000_000);
        assert_eq!(Rewards::running_era().era, 10);
    });
}

#[test]
fn mints_nothing_for_an_era_that_has_begun() {
    build_and_execute(|| {
        room_for_a_million();
        author(ALICE, 1);
        Rewards::on_era_start(0);
        assert_eq!(Rewards::supply().minted, 0);
        end_era();
        Rewards::on_era_start(1);
        Rewards::on_era_start(0);

        assert_eq!(Rewards::supply().minted, 1_000_000);
        assert_eq!(Rewards::running_era().era, 1);
    });
}

#[test]
fn books_what_the_era_burned() {
    build_and_execute(|| {
        room_for_a_million();
        work(ALICE, 1_000);
        assert_eq!(Rewards::supply().burned, 50);
        end_era();
        work(ALICE, 2_000);

        assert_eq!(Rewards::ended_era(0).unwrap().burned, 50);
        assert_eq!(Rewards::supply().burned, 150);
    });
}

#[test]
fn mints_nothing_at_the_cap_or_at_no_rate() {
    build_and_execute(|| {
        Cap::set(Balances::total_issuance());
        end_era();
        idle();
        Cap::set(u128::MAX);
        let still = Params { emission_rate: Perbill::zero(), ..Default::default() };
        assert_ok!(Rewards::set_params(RuntimeOrigin::root(), still));
        author(ALICE, 1);
        end_era();
        idle();

        assert_eq!(Rewards::supply().minted, 0);
        assert_eq!(gained(ALICE), 0);
        assert!(Rewards::ended_era(1).unwrap().distributed);
    });
}

#[test]
fn forgets_the_eras_of_long_ago() {
    build_and_execute(|| {
        room_for_a_million();
        for _ in 0..=HISTORY_ERAS {
            end_era();
            idle();
        }
        assert_eq!(Rewards::ended_era(0), None);
        assert!(Rewards::ended_era(1).is_some());
    });
}

#[test]
fn keeps_an_era_of_long_ago_until_it_is_distributed() {
    build_and_execute(|| {
        room_for_a_million();
        author(ALICE, 1);
        for _ in 0..=HISTORY_ERAS {
            end_era();
        }
        assert!(Rewards::ended_era(0).is_some());
        idle();
        assert_eq!(Rewards::ended_era(0), None);
        assert_eq!(gained(ALICE), 600_000);
    });
}
