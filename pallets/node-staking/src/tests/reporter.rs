//! The part of an operator's loss that goes to the reporter of the fault.

use frame_support::assert_ok;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Event, OpenSlashes, Reporter};

const QUARTER: Perbill = Perbill::from_percent(25);

/// Reports that Alice's node equivocated, and lets the slash be executed; returns the parts of the
/// reporter, Ferdie, and of the treasury.
fn report_and_execute(fraction: Perbill) -> (u128, u128) {
    let before = [FERDIE, TREASURY].map(wealth);
    report(ALICE, fraction, Session::current_index(), vec![FERDIE]);
    run_to_era(NodeStaking::active_era() + 2);
    let [reporter, treasury] = [FERDIE, TREASURY].map(wealth);
    (reporter - before[0], treasury - before[1])
}

#[test]
fn is_the_first_who_is_named_unless_that_is_the_operator() {
    build_with_nodes_and_execute(three(4 * STAKE), || {
        report(ALICE, QUARTER, 0, vec![EVE, FERDIE]);
        report(BOB, QUARTER, 0, vec![BOB, FERDIE]);
        report(CHARLIE, QUARTER, 0, Vec::new());
        let who = |id| OpenSlashes::<Test>::get(id).unwrap().reporter.map(|reporter| reporter.who);
        assert_eq!([who(0), who(1), who(2)], [Some(EVE), None, None]);
    });
}

#[test]
fn is_paid_a_tenth_and_the_treasury_the_rest() {
    build_and_execute(|| {
        register(ALICE, 200 * UNIT + 7);
        delegate(EVE, ALICE, 40 * UNIT);
        let paid = report_and_execute(Perbill::from_parts(333_333_333));
        assert_eq!(paid, (6_666_666_660_000, 59_999_999_940_003));
        let (slash, node, loss) = (0, ALICE, 66_666_666_600_003);
        let (rewarded, treasury) = paid;
        let event = Event::SlashExecuted { slash, node, loss, rewarded, treasury };
        assert!(events().contains(&event));
    });
}

/// Regression: the reporter of an equivocation got a tenth of all that the operator had at stake, so
/// a friend could be paid out of a large node; the part was 50.625 NES here, of 506.25.
#[test]
fn is_paid_a_quarter_of_what_the_minimum_loses_at_most() {
    build_and_execute(|| {
        register(ALICE, 900 * UNIT);
        let (reporter, treasury) = report_and_execute(Perbill::from_parts(562_500_000));
        // A quarter of 56.25 NES.
        assert_eq!((reporter, treasury), (14_062_500_000_000, 492_187_500_000_000));
    });
    build_and_execute(|| {
        register(ALICE, 900 * UNIT);
        change_params(|params| params.reporter_share = Perbill::from_percent(50));
        assert_eq!(report_and_execute(QUARTER), (6_250_000_000_000, 218_750_000_000_000));
    });
    // A small node's reporter gets its share.
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_eq!(report_and_execute(QUARTER), (2_500_000_000_000, 22_500_000_000_000));
    });
}

/// Regression: the share at the execution counted, so that a vote in between paid or robbed who had
/// reported; the part was 25 NES, and then nothing.
#[test]
fn has_the_share_of_the_time_of_the_report() {
    for later in [Perbill::from_percent(50), Perbill::zero()] {
        build_and_execute(|| {
            register(ALICE, 2 * STAKE);
            report(ALICE, QUARTER, 0, vec![FERDIE]);
            let share = Perbill::from_percent(10);
            let reporter = OpenSlashes::<Test>::get(0).unwrap().reporter;
            assert_eq!(reporter, Some(Reporter { who: FERDIE, share }));
            change_params(|params| params.reporter_share = later);
            run_to_era(2);
            assert_eq!(wealth(FERDIE), START_BALANCE + 5 * UNIT);
        });
    }
}

#[test]
fn gets_nothing_of_the_delegators_loss_nor_of_the_bond() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 2 * STAKE);
        report(ALICE, QUARTER, 0, vec![FERDIE]);
        assert_ok!(NodeStaking::appeal(signed(EVE), 0));
        run_to_era(4);
        assert_ok!(NodeStaking::apply_slash(signed(BOB), ALICE, EVE));
        assert_eq!(wealth(FERDIE), START_BALANCE + 5 * UNIT);
        assert_eq!(wealth(TREASURY), START_BALANCE + 95 * UNIT + BOND);
    });
}

#[test]
fn is_not_paid_for_faults_as_a_service() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        fail_an_era(ALICE);
        assert_eq!(OpenSlashes::<Test>::get(0).unwrap().reporter, None);
    });
}

#[test]
fn that_cannot_be_paid_leaves_it_to_the_treasury() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        report(ALICE, QUARTER, 0, vec![NOBODY]);
        // Five NES cannot make an account.
        ExistentialDeposit::set(6 * UNIT);
        run_to_era(2);
        ExistentialDeposit::set(1);
        assert_eq!((wealth(NOBODY), wealth(TREASURY)), (0, START_BALANCE + 50 * UNIT));
    });
}

/// Regression: what the treasury could not take was burned without a word; there was no such event.
#[test]
fn and_a_treasury_that_cannot_be_paid_leave_it_to_be_burned_with_an_event() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), TREASURY, 0));
        fail_an_era(ALICE);
        let issuance = Balances::total_issuance();
        ExistentialDeposit::set(UNIT);
        run_to_era(3);
        ExistentialDeposit::set(1);
        let amount = UNIT / 10;
        assert!(events().contains(&Event::Burned { amount }));
        assert_eq!(Balances::total_issuance(), issuance - amount);
    });
}
