//! The NES that votes, and what a vote does to it.

use frame_support::{
    assert_noop, assert_ok,
    dispatch::RawOrigin,
    traits::{fungible::Inspect, Currency},
};
use nes_core::{AccountId, Balance, Outcome};
use nes_runtime::{
    constants::currency::{EXISTENTIAL_DEPOSIT, UNIT},
    filters::ProxyKind,
    genesis::DEVELOPMENT,
    governance::state::InPots,
    Balances, Disputes, Executive, Inference, NodeStaking, Rewards, Runtime, RuntimeCall,
    RuntimeOrigin, Treasury,
};
use pallet_conviction_voting::{Call as VotingCall, Conviction, Error as VotingError};
use pallet_node_staking::{Call as StakingCall, Nodes};
use pallet_proxy::Call as ProxyCall;
use pallet_vesting::{Call as VestingCall, VestingInfo};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
    traits::Dispatchable,
    transaction_validity::{InvalidTransaction, TransactionValidityError},
    DispatchError, TokenError,
};

use super::{
    common::{
        call, call_as, call_as_root, fail_era, on_chain, run, run_to, signed,
        task::{
            answer, commit, open_market, outcome, purchase, request, request_call, request_spec,
            reveal, PAYER,
        },
        total, without_emission,
    },
    origins::ORIGINS,
    steps::{approve, deposit, is_approved, ongoing, root, run_until, submit, vote_call},
};

/// Blocks of an era on the development clock.
const ERA: u32 = 20;

/// A referendum to vote on.
fn referendum() -> u32 {
    submit(Ferdie, root(), frame_system::Call::remark { remark: vec![] })
}

fn all(who: Sr25519Keyring) -> Balance {
    total(&who.to_account_id())
}

/// Votes six times with all that `who` has, and not with a planck more.
fn vote_with_all(who: &AccountId, index: u32) -> Balance {
    let balance = total(who);
    let vote = |balance| vote_call(index, true, Conviction::Locked6x, balance);
    assert_noop!(
        call_as(who.clone(), vote(balance + 1)),
        VotingError::<Runtime>::InsufficientFunds
    );
    assert_ok!(call_as(who.clone(), vote(balance)));
    balance
}

fn delegate_stake(who: &AccountId, amount: Balance) {
    let node = Alice.to_account_id();
    assert_ok!(call_as(who.clone(), StakingCall::delegate { node, amount }));
}

/// One holder whose NES is a delegation, a deposit, unvested, and locked by another vote.
#[test]
fn a_holder_votes_with_all_of_it_wherever_it_is() {
    on_chain(DEVELOPMENT, || {
        let holder: AccountId = [7; 32].into();
        let target = || holder.clone().into();
        let schedule = VestingInfo::new(500 * UNIT, UNIT, 1_000);
        assert_ok!(call(Ferdie, VestingCall::vested_transfer { target: target(), schedule }));
        let (dest, value) = (target(), 500 * UNIT);
        assert_ok!(call(Ferdie, pallet_balances::Call::transfer_keep_alive { dest, value }));
        delegate_stake(&holder, 700 * UNIT);
        let bytes = vec![1; 1_000];
        assert_ok!(call_as(holder.clone(), pallet_preimage::Call::note_preimage { bytes }));
        let on_deposit = Balances::reserved_balance(&holder) - 700 * UNIT;
        assert!(on_deposit > 0);

        let other = referendum();
        assert_eq!(vote_with_all(&holder, other), 1_000 * UNIT);
        let index = referendum();
        assert_eq!(vote_with_all(&holder, index), 1_000 * UNIT);
        for index in [other, index] {
            let tally = ongoing(index).tally;
            assert_eq!((tally.ayes, tally.support), (6_000 * UNIT, 1_000 * UNIT));
        }
    });
}

#[test]
fn what_a_holder_delegates_to_a_voter_counts_with_it() {
    on_chain(DEVELOPMENT, || {
        let index = referendum();
        let to = Bob.to_account_id().into();
        let (class, conviction, balance) = (0, Conviction::Locked2x, all(Eve));
        delegate_stake(&Eve.to_account_id(), 500_000 * UNIT);
        assert_ok!(call(Eve, VotingCall::delegate { class, to, conviction, balance }));
        let of_bob = vote_with_all(&Bob.to_account_id(), index);
        let tally = ongoing(index).tally;
        assert_eq!((tally.ayes, tally.support), (6 * of_bob + 2 * balance, of_bob + balance));
        assert_ok!(call(Eve, VotingCall::undelegate { class }));
        assert_eq!(ongoing(index).tally.ayes, 6 * of_bob);
    });
}

/// The vote stays in the tally as it was cast.
#[test]
fn a_slash_takes_stake_that_is_locked_to_the_last_planck() {
    without_emission(DEVELOPMENT, || {
        open_market();
        let bob = Bob.to_account_id();
        fail_era(&bob);
        let treasury = total(&Treasury::account_id());
        run(ERA);
        let index = referendum();
        let voted = vote_with_all(&bob, index);
        run((NodeStaking::params().slash_defer_eras - 1) * ERA + 1);
        assert_eq!(total(&bob), voted - 10 * UNIT);
        assert_eq!(total(&Treasury::account_id()), treasury + 10 * UNIT);
        assert_eq!(Nodes::<Runtime>::get(&bob).unwrap().stake(), 9_990 * UNIT);
        assert_eq!(ongoing(index).tally.support, voted);
    });
}

/// The lock stays as high as the vote: what is left is frozen, and what somebody sends up to the
/// loss. A proxy pays the fees of its own calls.
#[test]
fn a_slash_below_the_lock_of_a_vote_leaves_an_account_to_its_proxies() {
    without_emission(DEVELOPMENT, || {
        open_market();
        let bob = Bob.to_account_id();
        let (delegate, proxy_type) = (Eve.to_account_id().into(), ProxyKind::Staking);
        assert_ok!(call(Bob, ProxyCall::add_proxy { delegate, proxy_type, delay: 0 }));
        fail_era(&bob);
        vote_with_all(&bob, referendum());
        run(NodeStaking::params().slash_defer_eras * ERA + 1);
        let (dest, value) = (bob.clone().into(), 9 * UNIT);
        assert_ok!(call(Eve, pallet_balances::Call::transfer_keep_alive { dest, value }));
        let refused = TransactionValidityError::Invalid(InvalidTransaction::Payment);
        let leave = || RuntimeCall::from(StakingCall::leave {});
        assert_eq!(Executive::apply_extrinsic(signed(Bob, leave(), 0)), Err(refused));
        let (real, call) = (bob.clone().into(), Box::new(leave()));
        let proxy = ProxyCall::proxy { real, force_proxy_type: None, call };
        assert_eq!(Executive::apply_extrinsic(signed(Eve, proxy, 0)), Ok(Ok(())));
        assert!(!Nodes::<Runtime>::get(&bob).unwrap().is_active());
    });
}

#[test]
fn locked_stake_can_be_unbonded_withdrawn_and_staked_again() {
    on_chain(DEVELOPMENT, || {
        let (eve, node) = (Eve.to_account_id(), Alice.to_account_id());
        let amount = 500_000 * UNIT;
        delegate_stake(&eve, amount);
        vote_with_all(&eve, referendum());
        let undelegate = StakingCall::undelegate { node: node.clone(), amount };
        assert_ok!(call(Eve, undelegate));
        run(7 * ERA);
        let withdraw = StakingCall::withdraw { node, staker: eve.clone() };
        assert_ok!(call(Bob, withdraw));
        assert_eq!(Balances::reserved_balance(&eve), 0);
        let (dest, value) = (Ferdie.to_account_id().into(), UNIT);
        let transfer = pallet_balances::Call::transfer_keep_alive { dest, value };
        assert_noop!(call(Eve, transfer), TokenError::Frozen);
        delegate_stake(&eve, amount);
    });
}

#[test]
fn a_vote_of_conviction_unlocks_after_its_periods_and_not_before() {
    on_chain(DEVELOPMENT, || {
        let (eve, index) = (Eve.to_account_id(), referendum());
        vote_with_all(&eve, index);
        deposit(Ferdie, index);
        approve(index);
        let ended = run_until(10, || is_approved(index));
        let unlock = || {
            let target = eve.clone().into();
            let remove = VotingCall::remove_vote { class: Some(0), index };
            let _ = call(Eve, remove);
            assert_ok!(call(Eve, VotingCall::unlock { class: 0, target }));
            Balances::locks(&eve).is_empty()
        };
        // 32 periods of two blocks.
        run_to(ended + 63);
        assert!(!unlock());
        run(1);
        assert!(unlock());
    });
}

/// With everything locked nothing pays a fee; a free call still goes through.
#[test]
fn who_votes_with_everything_pays_no_fee_but_answers_tasks() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let index = referendum();
        [Bob, Charlie, Dave].iter().for_each(|node| {
            vote_with_all(&node.to_account_id(), index);
        });
        let remark = frame_system::Call::remark { remark: vec![] };
        let refused = Executive::apply_extrinsic(signed(Bob, remark, 0));
        let payment = TransactionValidityError::Invalid(InvalidTransaction::Payment);
        assert_eq!(refused, Err(payment));
        request();
        run(2);
        [Bob, Charlie, Dave].iter().for_each(|node| commit(0, *node, answer(9)));
        [Bob, Charlie, Dave].iter().for_each(|node| reveal(0, *node, answer(9)));
        assert!(matches!(outcome(), Some((Outcome::Agreed { .. }, ..))));
    });
}

#[test]
fn what_is_in_escrow_does_not_vote_until_it_comes_back() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let (payer, index) = (PAYER.to_account_id(), referendum());
        // A task of somebody else takes the nodes, so that the draw finds nobody.
        assert_ok!(call(Ferdie, request_call(request_spec())));
        run(2);
        let before = all(PAYER);
        request();
        let task = purchase(1);
        let taken = task.escrow + task.work_fee.prepaid;
        assert_eq!(vote_with_all(&payer, index), before - taken);
        run(2);
        assert_ok!(call(PAYER, pallet_inference::Call::cancel { task: 1 }));
        assert_eq!(vote_with_all(&payer, index), before);
    });
}

/// NES that has voted is neither paid nor sent, and so it does not vote twice.
#[test]
fn nes_that_has_voted_cannot_vote_again_in_another_account() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let eve = Eve.to_account_id();
        vote_with_all(&eve, referendum());
        let target = || Ferdie.to_account_id().into();
        let schedule = VestingInfo::new(10 * UNIT, UNIT, 1);
        let value = UNIT;
        let ways: [RuntimeCall; 5] = [
            pallet_balances::Call::transfer_allow_death { dest: target(), value }.into(),
            pallet_balances::Call::transfer_keep_alive { dest: target(), value }.into(),
            VestingCall::vested_transfer { target: target(), schedule }.into(),
            request_call(request_spec()).into(),
            pallet_utility::Call::batch_all {
                calls: vec![
                    pallet_balances::Call::transfer_allow_death { dest: target(), value }.into()
                ],
            }
            .into(),
        ];
        for way in ways {
            assert!(call(Eve, way.clone()).is_err(), "{way:?}");
        }
        let nothing = pallet_balances::Call::transfer_all { dest: target(), keep_alive: false };
        let before = total(&eve);
        let _ = call(Eve, nothing);
        assert_eq!(total(&eve), before);
    });
}

/// The accounts that no key signs for.
fn pots() -> [AccountId; 5] {
    [
        Treasury::account_id(),
        NodeStaking::reward_pot(),
        Rewards::emission_pot(),
        Inference::escrow_account(),
        Disputes::pot(),
    ]
}

#[test]
fn what_cannot_vote_does_not_raise_the_bar_from_the_next_era_on() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(ERA + 2);
        request();
        // The block in which an era starts.
        let era = Rewards::running_era().era;
        run_until(ERA, || Rewards::running_era().era > era);
        let [_, rest @ ..] = pots();
        let in_pots: Balance = rest.iter().map(total).sum();
        assert!(in_pots > 3 * EXISTENTIAL_DEPOSIT);
        assert_eq!(InPots::<Runtime>::get(), in_pots);
        let votable = Balances::total_issuance() - in_pots - Treasury::pot();
        let inactive = <Balances as Inspect<_>>::active_issuance();
        // The treasury's pallet counts its pot of the block's beginning.
        let deactivated = pallet_treasury::Deactivated::<Runtime>::get();
        assert_eq!(inactive, votable + Treasury::pot() - deactivated);
        assert_eq!(<Balances as Currency<_>>::active_issuance(), inactive);
    });
}

#[test]
fn eras_do_not_wear_the_votable_nes_down() {
    on_chain(DEVELOPMENT, || {
        for _ in 0..5 {
            run(ERA);
            let inactive = Balances::total_issuance() - <Balances as Inspect<_>>::active_issuance();
            let known = InPots::<Runtime>::get() + pallet_treasury::Deactivated::<Runtime>::get();
            assert_eq!(inactive, known);
        }
    });
}

#[test]
fn nobody_but_root_makes_a_pot_vote() {
    on_chain(DEVELOPMENT, || {
        let index = referendum();
        for pot in pots() {
            let vote: RuntimeCall = vote_call(index, true, Conviction::Locked1x, 1).into();
            let as_pot = || -> RuntimeCall {
                pallet_utility::Call::dispatch_as_fallible {
                    as_origin: Box::new(RawOrigin::Signed(pot.clone()).into()),
                    call: Box::new(vote.clone()),
                }
                .into()
            };
            let signers = [RuntimeOrigin::signed(Eve.to_account_id())];
            for origin in ORIGINS.map(RuntimeOrigin::from).into_iter().chain(signers) {
                assert_noop!(as_pot().dispatch(origin), DispatchError::BadOrigin);
            }
            let real = pot.clone().into();
            let proxied = pallet_proxy::Call::proxy {
                real,
                force_proxy_type: None,
                call: Box::new(vote.clone()),
            };
            assert_noop!(call(Eve, proxied), pallet_proxy::Error::<Runtime>::NotProxy);
            let who = pot.clone().into();
            let sudone = pallet_sudo::Call::sudo_as { who, call: Box::new(vote.clone()) };
            assert_noop!(call(Eve, sudone), pallet_sudo::Error::<Runtime>::RequireSudo);
            assert_ok!(call_as_root(as_pot()));
        }
        assert_eq!(ongoing(index).tally.support, 5);
    });
}
