//! Spends and bounties: who spends how much, and what cannot be paid.

use frame_support::{assert_noop, assert_ok};
use nes_core::{AccountId, Balance};
use nes_runtime::{
    constants::currency::UNIT,
    genesis::LOCAL_TESTNET,
    governance::origins::{spend_cap, Origin},
    Balances, Runtime, RuntimeCall, RuntimeOrigin, Treasury,
};
use pallet_bounties::{Bounties, BountyStatus, Call as BountyCall};
use pallet_treasury::{Call, Error, Spends};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve, Ferdie};
use sp_runtime::{traits::Dispatchable, DispatchResult};

use super::{
    common::{call, on_chain, run, total},
    origins::ORIGINS,
    steps::{carry, run_until},
};

/// Puts `amount` in the treasury.
fn fund(amount: Balance) {
    let (dest, value) = (Treasury::account_id().into(), amount);
    assert_ok!(call(Alice, pallet_balances::Call::transfer_keep_alive { dest, value }));
}

fn eve() -> AccountId {
    Eve.to_account_id()
}

fn spend(amount: Balance) -> RuntimeCall {
    let beneficiary = Box::new(eve());
    Call::spend { asset_kind: Box::new(()), amount, beneficiary, valid_from: None }.into()
}

fn as_origin(origin: Origin, made: impl Into<RuntimeCall>) -> DispatchResult {
    let result = made.into().dispatch(RuntimeOrigin::from(origin));
    result.map(drop).map_err(|failed| failed.error)
}

fn too_much() -> DispatchResult {
    Err(Error::<Runtime>::InsufficientPermission.into())
}

#[test]
fn each_spender_spends_up_to_its_cap_and_not_a_planck_more() {
    on_chain(LOCAL_TESTNET, || {
        for origin in ORIGINS {
            let Some(cap) = spend_cap(origin) else { continue };
            assert_eq!(as_origin(origin, spend(cap + 1)), too_much(), "{origin:?}");
            assert_ok!(as_origin(origin, spend(cap)));
        }
    });
}

/// A referendum is one dispatch, whose spends are added up.
#[test]
fn a_batch_of_spends_is_one_spend() {
    on_chain(LOCAL_TESTNET, || {
        let half = spend(600 * UNIT);
        let batch = |calls| pallet_utility::Call::batch_all { calls };
        assert_eq!(carry(Origin::Tipper, batch(vec![half.clone(), half.clone()])), too_much());
        let nested = vec![batch(vec![half.clone()]).into(), half.clone()];
        let nested = pallet_utility::Call::force_batch { calls: nested };
        assert_ok!(carry(Origin::Tipper, nested));
        let spent: Balance = Spends::<Runtime>::iter_values().map(|spend| spend.amount).sum();
        assert!(spent <= 1_000 * UNIT, "{spent}");
    });
}

/// Proposes `count` bounties of `value`.
fn propose_bounties(count: u32, value: Balance) {
    for _ in 0..count {
        let description = b"work".to_vec();
        assert_ok!(call(Eve, BountyCall::propose_bounty { value, description }));
    }
}

fn approve_with_curator(bounty_id: u32) -> RuntimeCall {
    let curator = Ferdie.to_account_id().into();
    BountyCall::approve_bounty_with_curator { bounty_id, curator, fee: 0 }.into()
}

#[test]
fn a_bounty_takes_a_track_whose_cap_it_is_within() {
    on_chain(LOCAL_TESTNET, || {
        propose_bounties(2, 1_000 * UNIT + 1);
        assert_eq!(as_origin(Origin::Tipper, approve_with_curator(0)), too_much());
        assert_ok!(as_origin(Origin::SmallSpender, approve_with_curator(0)));
        let approve = BountyCall::<Runtime>::approve_bounty { bounty_id: 1 };
        assert_eq!(as_origin(Origin::Tipper, approve), too_much());
    });
}

/// A referendum's cap is for all that it spends.
#[test]
fn a_batch_of_bounties_is_one_spend() {
    on_chain(LOCAL_TESTNET, || {
        propose_bounties(20, 1_000 * UNIT);
        let calls = (0..20).map(approve_with_curator).collect();
        let _ = carry(Origin::Tipper, pallet_utility::Call::force_batch { calls });
        let approved = Bounties::<Runtime, ()>::iter_values();
        let approved = approved.filter(|it| it.get_status() != BountyStatus::Proposed).count();
        assert!(approved <= 1, "{approved} bounties of a tipper's cap by one referendum");
    });
}

/// Neither does it spend its cap twice, once as a spend and once as a bounty.
#[test]
fn a_spend_and_a_bounty_are_one_spend() {
    on_chain(LOCAL_TESTNET, || {
        propose_bounties(1, 1_000 * UNIT);
        let calls = vec![spend(1_000 * UNIT), approve_with_curator(0)];
        let _ = carry(Origin::Tipper, pallet_utility::Call::force_batch { calls });
        let approved = Bounties::<Runtime, ()>::get(0).unwrap().get_status();
        let spent = Spends::<Runtime>::iter().count();
        assert!(spent == 0 || approved == BountyStatus::Proposed);
    });
}

#[test]
fn an_approved_spend_is_paid_out_by_anyone_once() {
    on_chain(LOCAL_TESTNET, || {
        fund(5_000 * UNIT);
        assert_ok!(carry(Origin::SmallSpender, spend(2_000 * UNIT)));
        let before = total(&eve());
        assert_ok!(call(Bob, Call::payout { index: 0 }));
        assert_eq!(total(&eve()), before + 2_000 * UNIT);
        let paid = Error::<Runtime>::AlreadyAttempted;
        assert_noop!(call(Bob, Call::payout { index: 0 }), paid);
        assert_ok!(call(Bob, Call::check_status { index: 0 }));
        assert!(Spends::<Runtime>::get(0).is_none());
    });
}

/// Nothing is reserved for an approved spend: the pot is who comes first's.
#[test]
fn a_spend_that_the_pot_cannot_pay_waits_until_it_can() {
    on_chain(LOCAL_TESTNET, || {
        fund(1_000 * UNIT);
        assert_ok!(carry(Origin::SmallSpender, spend(9_000 * UNIT)));
        let empty = Error::<Runtime>::PayoutError;
        assert_noop!(call(Bob, Call::payout { index: 0 }), empty);
        fund(9_000 * UNIT);
        assert_ok!(call(Bob, Call::payout { index: 0 }));
    });
}

#[test]
fn a_spend_that_nobody_pays_out_in_time_expires() {
    on_chain(LOCAL_TESTNET, || {
        fund(5_000 * UNIT);
        assert_ok!(carry(Origin::Tipper, spend(UNIT)));
        run(60);
        assert_noop!(call(Bob, Call::payout { index: 0 }), Error::<Runtime>::SpendExpired);
    });
}

#[test]
fn the_treasurer_stops_a_spend_and_the_small_ones_do_not() {
    on_chain(LOCAL_TESTNET, || {
        assert_ok!(as_origin(Origin::BigSpender, spend(500_000 * UNIT)));
        let stop = || Call::<Runtime>::void_spend { index: 0 };
        for origin in ORIGINS.into_iter().filter(|origin| *origin != Origin::Treasurer) {
            let refused = Err(sp_runtime::DispatchError::BadOrigin);
            assert_eq!(as_origin(origin, stop()), refused, "{origin:?}");
        }
        assert_ok!(as_origin(Origin::Treasurer, stop()));
    });
}

/// From the proposal to the claim, and to the planck: the treasury's books burn and mint the same.
#[test]
fn a_bounty_goes_from_its_proposal_to_its_claim_and_mints_nothing() {
    super::common::without_emission(LOCAL_TESTNET, || {
        fund(20_000 * UNIT);
        run(1);
        let issuance = Balances::total_issuance();
        let value = 5_000 * UNIT;
        propose_bounties(1, value);
        let treasury = total(&Treasury::account_id());
        let curator = Ferdie.to_account_id();
        let fee = 10 * UNIT;
        let approve = BountyCall::approve_bounty_with_curator {
            bounty_id: 0,
            curator: curator.clone().into(),
            fee,
        };
        assert_ok!(carry(Origin::SmallSpender, approve));
        let funded = || {
            let bounty = Bounties::<Runtime, ()>::get(0).unwrap();
            matches!(bounty.get_status(), BountyStatus::CuratorProposed { .. })
        };
        run_until(10, funded);
        assert_ok!(call(Ferdie, BountyCall::accept_curator { bounty_id: 0 }));
        let stranger = pallet_bounties::Error::<Runtime>::RequireCurator;
        let award = || {
            let beneficiary = Bob.to_account_id().into();
            BountyCall::<Runtime>::award_bounty { bounty_id: 0, beneficiary }
        };
        assert_noop!(call(Eve, award()), stranger);
        assert_ok!(call(Ferdie, award()));
        let early = pallet_bounties::Error::<Runtime>::Premature;
        assert_noop!(call(Bob, BountyCall::claim_bounty { bounty_id: 0 }), early);
        run(2);
        let before = [total(&Bob.to_account_id()), total(&curator)];
        assert_ok!(call(Eve, BountyCall::claim_bounty { bounty_id: 0 }));
        let after = [total(&Bob.to_account_id()), total(&curator)];
        assert_eq!(after, [before[0] + value - fee, before[1] + fee]);
        assert_eq!(total(&Treasury::account_id()), treasury - value);
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

/// The treasurer's word against a curator's: the bounty ends and its NES comes back.
#[test]
fn a_bounty_whose_curator_is_silent_is_taken_back() {
    super::common::without_emission(LOCAL_TESTNET, || {
        fund(20_000 * UNIT);
        propose_bounties(1, 5_000 * UNIT);
        assert_ok!(as_origin(Origin::SmallSpender, approve_with_curator(0)));
        run(3);
        let treasury = total(&Treasury::account_id());
        assert_ok!(call(Ferdie, BountyCall::accept_curator { bounty_id: 0 }));
        let unassign = || BountyCall::<Runtime>::unassign_curator { bounty_id: 0 };
        assert!(call(Eve, unassign()).is_err());
        assert_ok!(as_origin(Origin::Treasurer, unassign()));
        assert_ok!(as_origin(Origin::Treasurer, BountyCall::close_bounty { bounty_id: 0 }));
        // With the deposit of a curator of no fee, a NES.
        assert_eq!(total(&Treasury::account_id()), treasury + 5_000 * UNIT + UNIT);
    });
}
