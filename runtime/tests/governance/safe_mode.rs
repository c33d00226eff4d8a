//! The powers of the technical collective in an emergency, and their bounds.

use frame_support::{assert_noop, assert_ok};
use nes_runtime::{
    constants::{
        currency::UNIT,
        governance::{SafeModeDuration, SafeModePause, MOTIONS},
    },
    genesis::LOCAL_TESTNET,
    governance::state::SafeModeEnded,
    Runtime, RuntimeCall, SafeMode, System,
};
use pallet_collective::{Call as CollectiveCall, Error as CollectiveError, Instance1};
use pallet_safe_mode::{Call, EnteredUntil, Error};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Eve};
use sp_runtime::{
    traits::{BlakeTwo256, Get, Hash},
    DispatchError::BadOrigin,
};

use super::{
    common::{call, call_as_root, collective, genesis_with, on_chain, run, run_to},
    steps::{motion, run_until},
};

fn enter() -> Call<Runtime> {
    Call::force_enter {}
}

fn exit() -> Call<Runtime> {
    Call::force_exit {}
}

fn transfer() -> RuntimeCall {
    let dest = Alice.to_account_id().into();
    pallet_balances::Call::transfer_keep_alive { dest, value: UNIT }.into()
}

#[test]
fn two_thirds_of_the_collective_enter_for_a_day() {
    on_chain(LOCAL_TESTNET, || {
        assert_eq!(motion(&[Alice], enter()), Err(BadOrigin));
        assert_ok!(motion(&[Alice, Bob], enter()));
        let until = System::block_number() + SafeModeDuration::get();
        assert_eq!(EnteredUntil::<Runtime>::get(), Some(until));
    });
}

#[test]
fn nobody_else_enters_extends_or_ends_it() {
    on_chain(LOCAL_TESTNET, || {
        let refused = |made: Call<Runtime>| call(Eve, made).unwrap_err().error;
        let no_deposits = Error::<Runtime>::NotConfigured;
        assert_eq!(refused(Call::enter {}), no_deposits.into());
        assert_eq!(refused(enter()), BadOrigin);
        assert_ok!(call_as_root(enter()));
        assert_eq!(refused(Call::extend {}), Error::<Runtime>::NotConfigured.into());
        assert_eq!(refused(Call::force_extend {}), BadOrigin);
        assert_eq!(refused(exit()), BadOrigin);
        assert!(SafeMode::is_entered());
    });
}

/// The collective's power is a day a week: it neither prolongs it nor renews it at once.
#[test]
fn the_collective_cannot_stop_the_chain_for_longer_than_a_day_in_eight() {
    on_chain(LOCAL_TESTNET, || {
        let all = [Alice, Bob, Charlie];
        assert_ok!(motion(&all, enter()));
        assert_eq!(motion(&all, Call::force_extend {}), Err(BadOrigin));
        assert_eq!(motion(&all, enter()), Err(Error::<Runtime>::Entered.into()));
        let ended = run_until(30, || !SafeMode::is_entered());
        assert_eq!(SafeModeEnded::<Runtime>::get(), Some(ended));
        let refused_until = ended + SafeModePause::get();
        assert_eq!(motion(&all, enter()), Err(BadOrigin));
        run_to(refused_until - 1);
        assert_eq!(motion(&all, enter()), Err(BadOrigin));
        run(1);
        assert_ok!(motion(&all, enter()));
    });
}

/// Ending it early does not give the rest of the day back.
#[test]
fn ending_it_and_entering_again_is_not_a_way_around_the_pause() {
    on_chain(LOCAL_TESTNET, || {
        let two = [Alice, Bob];
        assert_ok!(motion(&two, enter()));
        run(1);
        assert_ok!(motion(&two, exit()));
        assert!(!SafeMode::is_entered());
        for _ in 0..3 {
            run(1);
            assert_eq!(motion(&two, enter()), Err(BadOrigin));
        }
        assert_ok!(call(Eve, transfer()));
    });
}

#[test]
fn root_enters_without_a_pause_and_extends() {
    on_chain(LOCAL_TESTNET, || {
        assert_ok!(call_as_root(enter()));
        assert_ok!(call_as_root(exit()));
        assert_ok!(call_as_root(enter()));
        let until = EnteredUntil::<Runtime>::get().unwrap();
        assert_ok!(call_as_root(Call::force_extend {}));
        assert_eq!(EnteredUntil::<Runtime>::get(), Some(until + SafeModeDuration::get()));
    });
}

/// Half of the collective can end what a referendum has decided, and not the other way round.
#[test]
fn half_of_the_collective_ends_roots_safe_mode() {
    on_chain(LOCAL_TESTNET, || {
        assert_ok!(call_as_root(enter()));
        // One of three is less than half.
        assert_eq!(motion(&[Charlie], exit()), Err(BadOrigin));
        assert_ok!(motion(&[Bob, Charlie], exit()));
        assert!(!SafeMode::is_entered());
    });
}

#[test]
fn half_of_a_collective_of_two_ends_it_and_does_not_enter() {
    genesis_with(LOCAL_TESTNET, collective(&[Alice, Bob])).execute_with(|| {
        run_to(1);
        assert_eq!(motion(&[Alice], enter()), Err(BadOrigin));
        assert_ok!(motion(&[Alice, Bob], enter()));
        assert_ok!(motion(&[Alice], exit()));
    });
}

#[test]
fn half_of_the_collective_unpauses_and_the_whole_of_it_does_not_pause() {
    on_chain(LOCAL_TESTNET, || {
        let full_name = || {
            let bounded = |name: &[u8]| name.to_vec().try_into().unwrap();
            (bounded(b"Balances"), bounded(b"transfer_keep_alive"))
        };
        let pause = || pallet_tx_pause::Call::pause { full_name: full_name() };
        assert_eq!(motion(&[Alice, Bob, Charlie], pause()), Err(BadOrigin));
        assert_ok!(call_as_root(pause()));
        assert!(call(Eve, transfer()).is_err());
        let unpause = || pallet_tx_pause::Call::unpause { ident: full_name() };
        assert_eq!(motion(&[Alice], unpause()), Err(BadOrigin));
        assert_ok!(motion(&[Alice, Bob], unpause()));
        assert_ok!(call(Eve, transfer()));
    });
}

/// The proposal of a member, who neither votes on it nor lets it be executed.
fn propose(number: u32) -> CollectiveCall<Runtime, Instance1> {
    let proposal = Box::new(filler(number));
    CollectiveCall::propose { threshold: 2, proposal, length_bound: 1_000 }
}

fn filler(number: u32) -> RuntimeCall {
    frame_system::Call::remark { remark: number.to_le_bytes().to_vec() }.into()
}

/// A member can take all places for motions; the others vote one of them down, which frees its
/// place at once, and root can take the member's seat.
#[test]
fn a_member_who_takes_every_place_for_motions_is_voted_down_by_the_others() {
    on_chain(LOCAL_TESTNET, || {
        for number in 0..MOTIONS {
            assert_ok!(call(Charlie, propose(number)));
        }
        let full = CollectiveError::<Runtime, Instance1>::TooManyProposals;
        assert_noop!(call(Alice, propose(MOTIONS)), full);

        let proposal_hash = BlakeTwo256::hash_of(&filler(0));
        for member in [Alice, Bob] {
            let (proposal, index, approve) = (proposal_hash, 0, false);
            let vote = CollectiveCall::<Runtime, Instance1>::vote { proposal, index, approve };
            assert_ok!(call(member, vote));
        }
        let close = CollectiveCall::<Runtime, Instance1>::close {
            proposal_hash,
            index: 0,
            proposal_weight_bound: Default::default(),
            length_bound: 1_000,
        };
        assert_ok!(call(Alice, close));
        assert_ok!(motion(&[Alice, Bob], enter()));
    });
}

#[test]
fn a_stranger_has_no_voice_in_the_collective() {
    on_chain(LOCAL_TESTNET, || {
        let stranger = CollectiveError::<Runtime, Instance1>::NotMember;
        assert_noop!(call(Eve, propose(0)), stranger);
        assert_ok!(call(Alice, propose(0)));
        let vote = CollectiveCall::<Runtime, Instance1>::vote {
            proposal: BlakeTwo256::hash_of(&filler(0)),
            index: 0,
            approve: true,
        };
        let stranger = CollectiveError::<Runtime, Instance1>::NotMember;
        assert_noop!(call(Eve, vote), stranger);
    });
}
