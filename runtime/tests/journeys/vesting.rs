//! NES that has not vested: it can be staked, but it pays for no task and cannot leave.

use frame_support::{assert_noop, assert_ok};
use nes_core::{AccountId, Balance, BlockNumber};
use nes_runtime::{
    constants::currency::{EXISTENTIAL_DEPOSIT, UNIT},
    genesis::DEVELOPMENT,
    Balances, Runtime, RuntimeCall,
};
use nes_runtime_api::{runtime_decl_for_inference_api::InferenceApiV1, RequestRefusal};
use pallet_inference::Error;
use pallet_vesting::{Call as VestingCall, VestingInfo};
use sp_keyring::Sr25519Keyring::{Bob, Ferdie};
use sp_runtime::{DispatchResult, TokenError};

use crate::common::{
    call, call_as, on_chain, run_to,
    task::{open_market, purchase, request_call, request_spec, MAX_USAGE, TARIFF},
};

/// The grant of the holder, of which a NES vests in each block after [`START`].
const GRANT: Balance = 100 * UNIT;
const START: BlockNumber = 5;

/// Has nothing but its grant and the existential deposit.
fn holder() -> AccountId {
    [7; 32].into()
}

/// A chain with a market on which the holder has got its grant.
fn with_grant(test: impl FnOnce()) {
    on_chain(DEVELOPMENT, || {
        open_market();
        let target = || holder().into();
        let schedule = VestingInfo::new(GRANT, UNIT, START);
        assert_ok!(call(Ferdie, VestingCall::vested_transfer { target: target(), schedule }));
        let (dest, value) = (target(), EXISTENTIAL_DEPOSIT);
        assert_ok!(call(Ferdie, pallet_balances::Call::transfer_keep_alive { dest, value }));
        test();
    });
}

/// The holder makes `call`.
fn make(call: impl Into<RuntimeCall>) -> DispatchResult {
    call_as(holder(), call).map(drop).map_err(|refused| refused.error)
}

fn request() -> DispatchResult {
    make(request_call(request_spec()))
}

fn send(value: Balance) -> DispatchResult {
    let dest = Ferdie.to_account_id().into();
    make(pallet_balances::Call::transfer_allow_death { dest, value })
}

#[test]
fn a_task_is_paid_with_what_has_vested_only() {
    with_grant(|| {
        let escrow = 3 * TARIFF.price(MAX_USAGE).unwrap();
        assert_eq!(escrow, 48 * UNIT / 10);
        run_to(START + 4);
        assert_ok!(make(VestingCall::vest {}));
        assert_noop!(request(), Error::<Runtime>::InsufficientBalance);
        let dry_run = || Runtime::dry_run_request(holder(), request_spec());
        assert_eq!(dry_run().map(drop), Err(RequestRefusal::InsufficientBalance));

        run_to(START + 5);
        assert_ok!(make(VestingCall::vest {}));
        let preview = dry_run().unwrap();
        assert_eq!(preview.escrow, escrow);
        assert_ok!(request());
        let left = GRANT + EXISTENTIAL_DEPOSIT - escrow - preview.work_fee;
        assert_eq!(Balances::free_balance(holder()), left);
    });
}

#[test]
fn what_has_not_vested_stays_while_an_escrow_is_open() {
    with_grant(|| {
        run_to(START + 5);
        assert_ok!(make(VestingCall::vest {}));
        assert_ok!(request());
        let prepaid = purchase(0).work_fee.prepaid;
        let left = EXISTENTIAL_DEPOSIT + UNIT / 5 - prepaid;
        assert_noop!(send(left + 1), TokenError::Frozen);
        assert_ok!(send(left));
    });
}

#[test]
fn all_of_it_can_be_staked() {
    with_grant(|| {
        let delegate =
            pallet_node_staking::Call::delegate { node: Bob.to_account_id(), amount: GRANT };
        assert_ok!(make(delegate));
        assert_eq!(Balances::reserved_balance(holder()), GRANT);
        assert_noop!(request(), Error::<Runtime>::InsufficientBalance);
    });
}
