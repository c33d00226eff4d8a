use frame_support::{
    assert_storage_noop,
    traits::{tokens::WithdrawReasons, LockableCurrency},
};
use sp_runtime::TokenError;

use super::*;

/// Locks `amount` of ALICE's balance, as vesting does.
fn lock(amount: Balance) {
    let reasons = WithdrawReasons::TRANSFER | WithdrawReasons::RESERVE;
    Balances::set_lock(*b"vesting ", &ALICE, amount, reasons);
}

fn send(amount: Balance) -> sp_runtime::DispatchResult {
    Balances::transfer_allow_death(signed(ALICE), BOB, amount)
}

/// Requests a task of ALICE with one seat and this escrow, for which there will be no nodes and
/// which prepays nothing.
fn small(escrow: Balance) -> TaskId {
    with_terms(|terms| terms.verification = Verification::Redundant { committee: 1, quorum: 1 });
    no_nodes();
    WorkPrice::set(0);
    let task = NextTaskId::<Test>::get();
    assert_ok!(request(ALICE, |wish| {
        wish.input = remote();
        wish.max_usage = Usage { input: 1, output: 0 };
        // A unit of input costs 1 in addition to the price.
        wish.max_price = escrow - 1;
    }));
    assert_eq!(purchase(task).escrow, escrow);
    task
}

/// Returns the paid and the refunded amount of the last task that ended.
fn paid_and_refunded() -> (Balance, Balance) {
    match events().pop() {
        Some(Event::Settled { paid, refund, .. }) => (paid, refund),
        other => panic!("{other:?}"),
    }
}

/// Lets the task that ALICE left behind end without nodes; returns the amount that went back to
/// ALICE.
fn refund_after_departure() -> Balance {
    depart(ALICE);
    run_to(System::block_number() + 30);
    let (paid, refund) = paid_and_refunded();
    assert_eq!((paid, escrows()), (0, 0));
    assert_eq!(Balances::free_balance(ALICE), refund);
    refund
}

#[test]
fn the_account_exists_from_genesis_on() {
    build_and_execute(|| {
        assert_eq!(Balances::free_balance(Inference::escrow_account()), LEAST);
        assert_storage_noop!(crate::account::EscrowAccount::<Test>::build());
    });
}

/// Regression: an escrow was a hold, and NES under a lock could be put on hold.
#[test]
fn locked_money_cannot_be_escrowed() {
    build_and_execute(|| {
        lock(START_BALANCE - TAKEN + 1);
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::InsufficientBalance);
        lock(START_BALANCE - TAKEN);
        assert_ok!(request(ALICE, |_| {}));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - TAKEN);
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::InsufficientBalance);
    });
}

/// Regression: an escrow was a hold, and an amount on hold counted towards the lock.
#[test]
fn locked_money_cannot_leave_while_an_escrow_is_open() {
    build_and_execute(|| {
        no_nodes();
        let task = drawn();
        lock(START_BALANCE - TAKEN);
        assert_noop!(send(1), TokenError::Frozen);
        assert_ok!(Inference::cancel(signed(ALICE), task));
        assert_noop!(send(TAKEN + 1), TokenError::Frozen);
        assert_ok!(send(TAKEN));
    });
}

#[test]
fn each_of_many_escrows_of_a_payer_comes_back_with_its_own_task() {
    build_and_execute(|| {
        let tasks = [(); 5].map(|()| queued());
        assert_eq!(
            (Balances::free_balance(ALICE), escrows()),
            (START_BALANCE - 5 * TAKEN, 5 * TAKEN)
        );
        no_nodes();
        run_to(3);
        for (task, left) in tasks.into_iter().zip((0..5).rev()) {
            assert_ok!(Inference::cancel(signed(ALICE), task));
            assert_eq!(escrows(), left * TAKEN);
            assert_eq!(Balances::free_balance(ALICE), START_BALANCE - left * TAKEN);
            check();
        }
    });
}

#[test]
fn a_refund_brings_an_account_back_that_has_ceased_to_exist() {
    build_and_execute(|| {
        no_nodes();
        queued();
        assert_eq!(refund_after_departure(), TAKEN - 3 * DRAW);
    });
}

#[test]
fn a_refund_of_the_existential_deposit_is_enough_for_that() {
    build_and_execute(|| {
        small(LEAST);
        assert_eq!(refund_after_departure(), LEAST);
    });
}

#[test]
fn a_refund_that_an_account_cannot_take_goes_to_the_treasury() {
    build_and_execute(|| {
        small(LEAST - 1);
        assert_eq!(refund_after_departure(), 0);
        assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + LEAST - 1);
    });
}

#[test]
fn a_small_rest_above_the_fees_goes_to_the_treasury_as_well() {
    build_and_execute(|| {
        // At 17 a unit costs as much as at the maximum of 20: 417 for all of it, and 3 are left.
        Drawable::set(NODES.map(|node| (node, 17)).to_vec());
        WorkPrice::set(0);
        let most = Answer::Output(Output { usage: MAX_USAGE, ..output(1) });
        let task = revealing([most; 3]);
        depart(ALICE);
        reveal_all(task, [most; 3]);
        assert_eq!(paid_and_refunded(), (ESCROW - (LEAST - 1), 0));
        assert_eq!((Balances::free_balance(ALICE), escrows()), (0, 0));
        assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + 20 + 20 + 20 + LEAST - 1);
    });
}

#[test]
fn a_request_needs_what_it_prepays_on_top_of_its_escrow() {
    build_and_execute(|| {
        let spare = LEAST + ESCROW + PREPAID - 1;
        assert_ok!(send(START_BALANCE - spare));
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::InsufficientBalance);
        // Without the patience for more than one further draw it is enough.
        assert_ok!(request(ALICE, |wish| wish.patience = Some(1)));
    });
}
