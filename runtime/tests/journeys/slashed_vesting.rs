//! NES that has not vested, staked and slashed: the account goes on working, and nobody gets at it
//! sooner.

use frame_support::{
    assert_ok,
    dispatch::RawOrigin,
    traits::{
        fungible::Inspect,
        schedule::DispatchTime,
        tokens::{Fortitude, Preservation},
        Bounded,
    },
};
use nes_core::{Balance, BlockNumber};
use nes_runtime::{
    constants::{
        currency::{EXISTENTIAL_DEPOSIT, UNIT},
        limits::VESTING_SCHEDULES,
    },
    Balances, NodeStaking, Runtime, RuntimeCall, Session, System, Treasury, Vesting,
};
use pallet_node_staking::{Call as StakingCall, Event as StakingEvent, NextSlashId, OpenSlashes};
use pallet_referenda::Call as ReferendaCall;
use pallet_vesting::{Call as VestingCall, Event as VestingEvent, VestingInfo};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Eve, Ferdie, One, Two};
use sp_runtime::{traits::ConvertInto, Perbill};
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

use crate::common::{env::Env, task::register_call};

/// The account that has what has not vested.
const HOLDER: Sr25519Keyring = One;
/// Its friend.
const FRIEND: Sr25519Keyring = Two;
/// Somebody else.
const STRANGER: Sr25519Keyring = Ferdie;
/// The operator behind whose node the holder stakes.
const NODE: Sr25519Keyring = Bob;

type Schedule = VestingInfo<Balance, BlockNumber>;

/// A chain with a node, on which the holder has these schedules and `free` NES besides.
fn with_grants(schedules: &[Schedule], free: Balance) -> Env {
    let mut env = Env::new();
    assert_ok!(env.submit(NODE, register_call(NODE)));
    for schedule in schedules.iter().copied() {
        let target = HOLDER.to_account_id().into();
        assert_ok!(env.submit(STRANGER, VestingCall::vested_transfer { target, schedule }));
    }
    send(&mut env, STRANGER, HOLDER, free);
    env
}

fn send(env: &mut Env, from: Sr25519Keyring, to: Sr25519Keyring, value: Balance) {
    let dest = to.to_account_id().into();
    assert_ok!(env.submit(from, pallet_balances::Call::transfer_keep_alive { dest, value }));
}

fn delegate(env: &mut Env, amount: Balance) {
    let node = NODE.to_account_id();
    assert_ok!(env.submit(HOLDER, StakingCall::delegate { node, amount }));
}

/// Slashes `node` by this part, reported by the friend, and lets the slash be executed.
fn slash(env: &mut Env, node: Sr25519Keyring, fraction: Perbill) {
    report(env, node, fraction);
    run_until(env, |_| OpenSlashes::<Runtime>::iter().count() == 0);
}

fn report(env: &mut Env, node: Sr25519Keyring, fraction: Perbill) {
    let offender = (node.to_account_id(), ());
    let offence = OffenceDetails { offender, reporters: vec![FRIEND.to_account_id()] };
    env.read(|| {
        NodeStaking::on_offence(&[offence], &[fraction], Session::current_index());
        assert!(NextSlashId::<Runtime>::get() > 0);
    });
}

fn run_until(env: &mut Env, done: impl Fn(BlockNumber) -> bool) {
    for _ in 0..400 {
        if env.read(|| done(System::block_number())) {
            return;
        }
        env.run(1);
    }
    panic!("it does not come");
}

/// Has a stranger apply the slash to the holder's position; returns the loss. The issuance stays,
/// and the treasury gets all of it.
fn apply_slash(env: &mut Env) -> Balance {
    let state = |env: &mut Env| (env.balance(HOLDER), treasury(env), issuance(env));
    let before = state(env);
    let (node, staker) = (NODE.to_account_id(), HOLDER.to_account_id());
    assert_ok!(env.submit(STRANGER, StakingCall::apply_slash { node, staker }));
    let after = state(env);
    let loss = before.0 - after.0;
    assert_eq!((after.1, after.2), (before.1 + loss, before.2));
    loss
}

fn treasury(env: &mut Env) -> Balance {
    env.read(|| Balances::total_balance(&Treasury::account_id()))
}

fn issuance(env: &mut Env) -> Balance {
    env.read(Balances::total_issuance)
}

fn transferable(env: &mut Env, who: Sr25519Keyring) -> Balance {
    let (expendable, polite) = (Preservation::Expendable, Fortitude::Polite);
    env.read(|| Balances::reducible_balance(&who.to_account_id(), expendable, polite))
}

fn schedules(env: &mut Env) -> Vec<Schedule> {
    env.read(|| Vesting::vesting(HOLDER.to_account_id()).unwrap_or_default().into_inner())
}

/// The sum of what has not vested by `schedules` at a block.
fn unvested_by(schedules: &[Schedule], at: BlockNumber) -> Balance {
    schedules.iter().map(|schedule| schedule.locked_at::<ConvertInto>(at)).sum()
}

fn unvested(env: &mut Env) -> Balance {
    let now = env.read(System::block_number);
    unvested_by(&schedules(env), now)
}

/// The lock of vesting, as it is stored.
fn lock(env: &mut Env) -> Balance {
    env.read(|| Balances::locks(&HOLDER.to_account_id()).iter().map(|lock| lock.amount).sum())
}

/// Has a stranger bring the lock of vesting up to date, if there is one.
fn vest_other(env: &mut Env) {
    if !schedules(env).is_empty() {
        let target = HOLDER.to_account_id().into();
        assert_ok!(env.submit(STRANGER, VestingCall::vest_other { target }));
    }
    assert_eq!(lock(env), unvested(env));
}

/// The blocks in which `schedules` end.
fn ends(schedules: &[Schedule]) -> Vec<Balance> {
    schedules.iter().map(|schedule| schedule.ending_block_as_balance::<ConvertInto>()).collect()
}

/// Regression: the lock of vesting stayed above what a slash had left, so that the account was
/// frozen whole: no fee could be paid, and what friends sent was frozen with it.
#[test]
fn a_slashed_holder_pays_fees_again_with_what_a_friend_sends() {
    let mut env = with_grants(&[VestingInfo::new(200 * UNIT, UNIT, 100)], UNIT);
    delegate(&mut env, 1_995 * UNIT / 10);
    let before = env.balance(HOLDER);
    slash(&mut env, NODE, Perbill::from_percent(50));
    assert_eq!(apply_slash(&mut env), 9_975 * UNIT / 100);
    assert_eq!(env.balance(HOLDER), before - 9_975 * UNIT / 100);
    assert_eq!((unvested(&mut env), transferable(&mut env, HOLDER)), (env.balance(HOLDER), 0));

    send(&mut env, Eve, HOLDER, UNIT);
    assert_eq!(transferable(&mut env, HOLDER), UNIT);
    let (node, amount) = (NODE.to_account_id(), 50 * UNIT);
    assert_ok!(env.submit(HOLDER, StakingCall::undelegate { node, amount }));
    vest_other(&mut env);
    let left = transferable(&mut env, HOLDER);
    assert!(left > UNIT / 2 && left < UNIT, "{left}");
    send(&mut env, HOLDER, Eve, left - UNIT / 10);
}

#[test]
fn unlocked_nes_is_lost_first() {
    let grant = VestingInfo::new(200 * UNIT, UNIT, 300);
    let mut env = with_grants(&[grant], 201 * UNIT);
    delegate(&mut env, 400 * UNIT);
    slash(&mut env, NODE, Perbill::from_percent(50));
    let free = env.balance(HOLDER) - 200 * UNIT;
    assert!(free > 200 * UNIT);
    assert_eq!(apply_slash(&mut env), 200 * UNIT);
    assert_eq!((schedules(&mut env), unvested(&mut env)), (vec![grant], 200 * UNIT));

    // Of the next one it is enough for a part.
    slash(&mut env, NODE, Perbill::from_percent(10));
    let free = env.balance(HOLDER) - 200 * UNIT;
    assert_eq!(apply_slash(&mut env), 20 * UNIT);
    assert_eq!(unvested(&mut env), 180 * UNIT + free);
    assert_eq!(unvested(&mut env), env.balance(HOLDER));
}

#[test]
fn several_schedules_shrink_in_proportion_and_end_when_they_did() {
    let grants = [
        VestingInfo::new(100 * UNIT, UNIT, 100),
        VestingInfo::new(60 * UNIT, UNIT / 3, 20),
        VestingInfo::new(40 * UNIT + 1, 333_333_333_333, 50),
    ];
    let mut env = with_grants(&grants, UNIT);
    delegate(&mut env, 200 * UNIT);
    slash(&mut env, NODE, Perbill::from_parts(777_777_777));
    let at = env.read(System::block_number);
    let whole = unvested_by(&grants, at);
    apply_slash(&mut env);
    let left = schedules(&mut env);
    assert_eq!(unvested(&mut env), env.balance(HOLDER));
    assert_eq!(ends(&left), ends(&grants));
    for (old, new) in grants.iter().zip(&left) {
        let share = Perbill::from_rational(env.balance(HOLDER), whole);
        let expected = share * old.locked_at::<ConvertInto>(at);
        let kept = new.locked_at::<ConvertInto>(at);
        assert!(kept.abs_diff(expected) <= UNIT / 1_000_000, "{kept} of {expected}");
    }

    // Block after block no more vests than would have, and all of it with the last one.
    let total = env.balance(HOLDER);
    for block in [at + 1, at + 20, 150, 170, 199, 200, 202] {
        run_until(&mut env, |now| now >= block);
        vest_other(&mut env);
        let freed = total - unvested(&mut env);
        assert!(freed <= whole - unvested_by(&grants, block), "{freed} at {block}");
        assert_eq!(transferable(&mut env, HOLDER) > 0, freed > 0);
        assert_eq!(unvested(&mut env) == 0, unvested_by(&grants, block) == 0);
    }
}

#[test]
fn as_many_schedules_as_there_can_be_shrink_together() {
    let grants: Vec<_> = (0..VESTING_SCHEDULES)
        .map(|index| VestingInfo::new(7 * UNIT + Balance::from(index), UNIT / 7, 90 + index))
        .collect();
    let mut env = with_grants(&grants, UNIT);
    delegate(&mut env, 196 * UNIT);
    slash(&mut env, NODE, Perbill::from_parts(333_333_333));
    apply_slash(&mut env);
    assert_eq!(unvested(&mut env), env.balance(HOLDER));
    assert_eq!(ends(&schedules(&mut env)), ends(&grants));
    assert!(env.events::<VestingEvent<Runtime>>().contains(&VestingEvent::VestingUpdated {
        account: HOLDER.to_account_id(),
        unvested: unvested(&mut env),
    }));
}

#[test]
fn a_slash_of_everything_leaves_what_was_not_staked() {
    let mut env = with_grants(&[VestingInfo::new(200 * UNIT, UNIT, 100)], UNIT);
    delegate(&mut env, 200 * UNIT);
    slash(&mut env, NODE, Perbill::one());
    assert_eq!(apply_slash(&mut env), 200 * UNIT);
    let left = env.balance(HOLDER);
    assert!(left > EXISTENTIAL_DEPOSIT && left < UNIT);
    assert_eq!((unvested(&mut env), transferable(&mut env, HOLDER)), (left, 0));
    send(&mut env, Eve, HOLDER, UNIT);
    assert_eq!(transferable(&mut env, HOLDER), UNIT);
    run_until(&mut env, |now| now >= 300);
    vest_other(&mut env);
    assert_eq!(unvested(&mut env), 0);
}

/// The holder as an operator, with 12,000 NES of which 60 vest in each block after `start`, and 101
/// others.
fn as_operator(start: BlockNumber) -> Env {
    let mut env = with_grants(&[VestingInfo::new(12_000 * UNIT, 60 * UNIT, start)], 101 * UNIT);
    assert_ok!(env.submit(HOLDER, register_call(HOLDER)));
    send(&mut env, STRANGER, FRIEND, UNIT);
    env
}

/// Runs `env` until its slash is executed, and `calm` as far. Returns what of the operator's NES
/// had vested before that, in the same block.
fn run_until_executed(env: &mut Env, calm: &mut Env) -> Balance {
    let open = |env: &mut Env| env.read(|| OpenSlashes::<Runtime>::iter().count());
    let mut free = 0;
    while open(env) > 0 {
        free = env.balance(HOLDER) - unvested(env);
        env.run(1);
        calm.run(1);
    }
    free
}

/// The operator's loss and what the reporter got of it.
fn executed(env: &mut Env) -> (Balance, Balance) {
    let event = env.events().into_iter().find_map(|event| match event {
        StakingEvent::<Runtime>::SlashExecuted { loss, rewarded, treasury, .. } => {
            assert_eq!(loss, rewarded + treasury);
            Some((loss, rewarded))
        }
        _ => None,
    });
    event.unwrap()
}

/// Regression: a reporter got a tenth of NES that had not vested, and could use it at once.
#[test]
fn a_reporter_gets_nothing_of_what_has_not_vested() {
    for start in [10, 100] {
        let (mut calm, mut env) = (as_operator(start), as_operator(start));
        report(&mut env, HOLDER, Perbill::from_percent(50));
        let free = run_until_executed(&mut env, &mut calm);
        assert!(free > 99 * UNIT && free < 5_000 * UNIT, "{free}");
        let loss = 5_000 * UNIT;
        assert_eq!(executed(&mut env), (loss, free / 10));
        assert_eq!(env.balance(FRIEND), calm.balance(FRIEND) + free / 10);
        assert_eq!(env.balance(HOLDER), calm.balance(HOLDER) - loss);
        // Both chains have minted the same; all else is the treasury's.
        assert_eq!(treasury(&mut env), treasury(&mut calm) + loss - free / 10);
        assert_eq!(issuance(&mut env), issuance(&mut calm));
    }
}

/// All that the operator and its friend can have got out by now: what of the operator's NES has
/// vested, and what the friend has.
fn within_reach(env: &mut Env) -> Balance {
    vest_other(env);
    let vested = env.balance(HOLDER).checked_sub(unvested(env)).unwrap();
    assert!(transferable(env, HOLDER) <= vested);
    vested + env.balance(FRIEND)
}

#[test]
fn an_insider_and_a_friend_never_reach_more_for_a_slash() {
    for start in [10, 100] {
        let (mut calm, mut env) = (as_operator(start), as_operator(start));
        report(&mut env, HOLDER, Perbill::from_percent(50));
        run_until_executed(&mut env, &mut calm);
        let at = env.read(System::block_number);
        let end = start + 200;
        for block in [at, at + 1, at + 40, at + 80, end - 1, end, end + 20] {
            let mut both = [&mut calm, &mut env];
            let reach = both.each_mut().map(|env| {
                run_until(env, |now| now >= block);
                within_reach(env)
            });
            assert!(reach[1] < reach[0], "{reach:?} at {block}");
            // The last of it vests when it would have.
            let left = both.map(unvested);
            assert_eq!(left.map(|left| left == 0), [block >= end; 2], "{left:?} at {block}");
        }
    }
}

/// Regression: a bond out of NES that had not vested left the lock above what there was.
#[test]
fn the_bond_of_a_lost_appeal_freezes_nobody() {
    let mut env = as_operator(500);
    report(&mut env, HOLDER, Perbill::from_percent(1));
    let slash = env.read(NextSlashId::<Runtime>::get) - 1;
    assert_ok!(env.submit(HOLDER, StakingCall::appeal { slash }));
    // A tenth of the loss.
    let bond = 10 * UNIT;
    let before = env.balance(HOLDER);
    run_until(&mut env, |_| OpenSlashes::<Runtime>::iter().count() == 0);
    assert_eq!(env.balance(HOLDER), before - bond - 100 * UNIT);
    assert_eq!((unvested(&mut env), transferable(&mut env, HOLDER)), (env.balance(HOLDER), 0));
    // The bond was lost first, and the slash took what was left of the free NES.
    let free = before - 12_000 * UNIT - bond;
    assert_eq!(executed(&mut env), (100 * UNIT, free / 10));
    send(&mut env, Eve, HOLDER, UNIT);
    assert_eq!(transferable(&mut env, HOLDER), UNIT);
}

/// An account can have less than has not vested for other reasons: here it lost a deposit, of which
/// the lock had been discounted. Were a slash to make good for that, it would free some of it.
#[test]
fn a_slash_does_not_make_good_for_what_was_missing_before() {
    let mut env = with_grants(&[VestingInfo::new(200 * UNIT, UNIT, 100)], 12 * UNIT);
    let submit = ReferendaCall::submit {
        proposal_origin: Box::new(RawOrigin::Root.into()),
        proposal: Bounded::Inline(Default::default()),
        enactment_moment: DispatchTime::After(0),
    };
    assert_ok!(env.submit(HOLDER, submit));
    delegate(&mut env, 190 * UNIT);
    let spare = transferable(&mut env, HOLDER);
    send(&mut env, HOLDER, Eve, spare - UNIT / 10);
    let kill = RuntimeCall::from(ReferendaCall::kill { index: 0 });
    assert_ok!(env.submit(Alice, pallet_sudo::Call::sudo { call: Box::new(kill) }));
    let short = (200 * UNIT).checked_sub(env.balance(HOLDER)).unwrap();
    assert!(short > 9 * UNIT && short < 10 * UNIT, "{short}");

    slash(&mut env, NODE, Perbill::from_percent(1));
    assert_eq!(apply_slash(&mut env), 19 * UNIT / 10);
    assert_eq!(unvested(&mut env), 200 * UNIT - 19 * UNIT / 10);
    assert_eq!(unvested(&mut env) - env.balance(HOLDER), short);
    send(&mut env, Eve, HOLDER, short + UNIT);
    assert_eq!(transferable(&mut env, HOLDER), UNIT);
}
