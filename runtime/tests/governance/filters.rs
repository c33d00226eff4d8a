//! The calls that an emergency stops, and those that nobody may make.

use std::collections::BTreeSet;

use frame_support::{
    assert_noop, assert_ok,
    traits::{schedule::DispatchTime, Contains},
};
use nes_runtime::{
    constants::{
        currency::UNIT,
        governance::{SafeModeDuration, NAME_BYTES},
    },
    filters::{is_unstoppable, Calls, ProxyKind, Unstoppable, UNSTOPPABLE},
    genesis::{DEVELOPMENT, LOCAL_TESTNET},
    governance::origins::Origin,
    Balances, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, SafeMode, System, TxPause,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Eve, Ferdie};
use sp_runtime::{
    traits::{Dispatchable, Get},
    DispatchError, ExtrinsicInclusionMode,
};

use super::{
    calls::{every_call, metadata, name},
    common::{blocks, call, call_as_root, events, on_chain, run, signed},
    origins::ORIGINS,
    steps::{bound, carry, deposit, enacted, run_until, submit_proposal, vote},
};

/// The names of a call as tx-pause takes them.
fn paused_name(made: &RuntimeCall) -> pallet_tx_pause::RuntimeCallNameOf<Runtime> {
    let (pallet, call) = name(made);
    let bounded = |name: &str| name.as_bytes().to_vec().try_into().unwrap();
    (bounded(pallet), bounded(call))
}

fn pause(made: &RuntimeCall) -> Result<(), DispatchError> {
    let pause = pallet_tx_pause::Call::pause { full_name: paused_name(made) };
    call_as_root(pause).map(drop).map_err(|failed| failed.error)
}

/// Pauses everything that can be paused.
pub(crate) fn pause_all() {
    for made in every_call() {
        let (pallet, call) = name(&made);
        if !is_unstoppable(pallet, call) {
            assert_ok!(pause(&made));
        }
    }
}

fn enter_safe_mode() {
    assert_ok!(call_as_root(pallet_safe_mode::Call::force_enter {}));
}

fn transfer() -> RuntimeCall {
    let dest = Ferdie.to_account_id().into();
    pallet_balances::Call::transfer_keep_alive { dest, value: UNIT }.into()
}

fn remark() -> RuntimeCall {
    frame_system::Call::remark { remark: vec![] }.into()
}

fn filtered() -> DispatchError {
    frame_system::Error::<Runtime>::CallFiltered.into()
}

#[test]
fn every_pallet_with_calls_has_a_row_and_every_row_a_pallet() {
    on_chain(DEVELOPMENT, || {
        let metadata = metadata();
        let with_calls = metadata.pallets.iter().filter(|pallet| pallet.calls.is_some());
        let with_calls: BTreeSet<_> = with_calls.map(|pallet| pallet.name.as_str()).collect();
        let rows: BTreeSet<_> = UNSTOPPABLE.iter().map(|(pallet, _)| *pallet).collect();
        assert_eq!(rows, with_calls);
        assert_eq!(rows.len(), UNSTOPPABLE.len());
    });
}

#[test]
fn every_call_of_the_table_exists() {
    on_chain(DEVELOPMENT, || {
        let names: BTreeSet<_> = every_call().iter().map(name).collect();
        for (pallet, calls) in UNSTOPPABLE {
            let Unstoppable::Calls(calls) = calls else { continue };
            for call in calls {
                assert!(names.contains(&(pallet, call)), "{pallet}.{call}");
            }
        }
    });
}

/// A longer name would be paused always.
#[test]
fn every_name_fits_into_a_pause() {
    on_chain(DEVELOPMENT, || {
        let names = every_call().into_iter().map(|made| name(&made));
        let longest = names.map(|(pallet, call)| pallet.len().max(call.len())).max();
        assert!(longest.unwrap() < NAME_BYTES.try_into().unwrap());
    });
}

#[test]
fn safe_mode_stops_what_is_not_in_the_table_and_nothing_else() {
    on_chain(DEVELOPMENT, || {
        enter_safe_mode();
        for made in every_call() {
            let (pallet, call) = name(&made);
            assert_eq!(Calls::contains(&made), is_unstoppable(pallet, call), "{pallet}.{call}");
        }
    });
}

#[test]
fn a_pause_stops_a_call_unless_it_is_in_the_table() {
    on_chain(DEVELOPMENT, || {
        for made in every_call() {
            let (pallet, call) = name(&made);
            if is_unstoppable(pallet, call) {
                let refusal = pallet_tx_pause::Error::<Runtime>::Unpausable;
                assert_eq!(pause(&made), Err(refusal.into()), "{pallet}.{call}");
                assert!(Calls::contains(&made), "{pallet}.{call}");
            } else {
                assert_ok!(pause(&made));
                assert!(!Calls::contains(&made), "{pallet}.{call}");
                let ident = paused_name(&made);
                assert_ok!(call_as_root(pallet_tx_pause::Call::unpause { ident }));
            }
        }
    });
}

/// Even if a name of the table got into the storage of pauses, by a migration for example.
#[test]
fn what_is_in_the_table_passes_although_it_is_paused() {
    on_chain(DEVELOPMENT, || {
        let clock = pallet_timestamp::Call::set { now: 0 }.into();
        pallet_tx_pause::PausedCalls::<Runtime>::insert(paused_name(&clock), ());
        assert!(Calls::contains(&clock));
    });
}

#[test]
fn without_an_emergency_only_burning_and_the_treasurys_old_ways_are_stopped() {
    on_chain(DEVELOPMENT, || {
        let stopped: BTreeSet<_> =
            every_call().iter().filter(|made| !Calls::contains(made)).map(name).collect();
        let expected =
            [("Balances", "burn"), ("Treasury", "remove_approval"), ("Treasury", "spend_local")];
        assert_eq!(stopped, expected.into());
    });
}

#[test]
fn nobody_but_root_burns_or_spends_the_old_way() {
    on_chain(LOCAL_TESTNET, || {
        let burn: RuntimeCall =
            pallet_balances::Call::burn { value: UNIT, keep_alive: true }.into();
        #[allow(deprecated, reason = "it is there to be refused")]
        let spend: RuntimeCall = pallet_treasury::Call::spend_local {
            amount: UNIT,
            beneficiary: Eve.to_account_id().into(),
        }
        .into();
        let origins = ORIGINS.map(RuntimeOrigin::from).into_iter();
        for origin in origins.chain([RuntimeOrigin::signed(Eve.to_account_id())]) {
            for made in [&burn, &spend] {
                assert_noop!(made.clone().dispatch(origin.clone()), filtered());
                let batch = pallet_utility::Call::batch_all { calls: vec![made.clone()] };
                let batch = RuntimeCall::from(batch);
                assert_eq!(batch.dispatch(origin.clone()).unwrap_err().error, filtered());
            }
        }
        assert_noop!(burn.dispatch(RuntimeOrigin::root()), DispatchError::BadOrigin);
        assert_ok!(call_as_root(spend));
    });
}

/// Asserts that a block is valid, with a transfer that is refused, and a remark, in an emergency.
fn assert_goes_on(emergency: fn()) {
    let extrinsics = || vec![signed(Eve, transfer(), 0), signed(Bob, remark(), 0)];
    let results = blocks::build_and_import(emergency, extrinsics);
    assert_eq!(results, [Ok(Err(filtered())), Ok(Ok(()))]);
}

/// A chain whose every block is refused cannot be repaired.
#[test]
fn the_chain_goes_on_in_safe_mode() {
    assert_goes_on(enter_safe_mode);
    on_chain(LOCAL_TESTNET, || {
        enter_safe_mode();
        for _ in 0..SafeModeDuration::get() {
            assert_eq!(blocks::begin(), ExtrinsicInclusionMode::AllExtrinsics);
            assert!(SafeMode::is_entered());
        }
        blocks::begin();
        assert!(!SafeMode::is_entered());
    });
}

#[test]
fn the_chain_goes_on_with_everything_paused_that_can_be() {
    assert_goes_on(pause_all);
    on_chain(LOCAL_TESTNET, || {
        pause_all();
        for _ in 0..50 {
            assert_eq!(blocks::begin(), ExtrinsicInclusionMode::AllExtrinsics);
        }
    });
}

/// The chain is stopped as far as it can be, twice, and still a referendum ends it.
#[test]
fn votes_end_a_safe_mode_with_everything_paused() {
    on_chain(LOCAL_TESTNET, || {
        pause_all();
        enter_safe_mode();
        assert_ok!(carry(super::steps::root(), pallet_safe_mode::Call::force_exit {}));
        assert!(!SafeMode::is_entered());
        let ident = paused_name(&transfer());
        assert_ok!(carry(super::steps::root(), pallet_tx_pause::Call::unpause { ident }));
        assert_ok!(call(Eve, transfer()));
        assert_eq!(call(Eve, pallet_vesting::Call::vest {}).unwrap_err().error, filtered());
    });
}

/// The error that the last event tells of.
fn last_error() -> Option<DispatchError> {
    events().into_iter().rev().find_map(|event| match event {
        RuntimeEvent::Utility(
            pallet_utility::Event::BatchInterrupted { error, .. }
            | pallet_utility::Event::ItemFailed { error },
        ) => Some(error),
        RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result })
        | RuntimeEvent::Multisig(pallet_multisig::Event::MultisigExecuted { result, .. })
        | RuntimeEvent::TechnicalCommittee(
            pallet_collective::Event::Executed { result, .. }
            | pallet_collective::Event::MemberExecuted { result, .. },
        ) => result.err(),
        _ => None,
    })
}

/// Has `made` refused through everything that carries calls.
fn assert_refused_when_carried(made: RuntimeCall) {
    use pallet_utility::Call as Utility;
    let boxed = || Box::new(made.clone());
    let calls = || vec![made.clone()];
    let bob = Bob.to_account_id();
    let reported: [RuntimeCall; 4] = [
        Utility::batch { calls: calls() }.into(),
        Utility::force_batch { calls: calls() }.into(),
        pallet_proxy::Call::proxy {
            real: Eve.to_account_id().into(),
            force_proxy_type: None,
            call: boxed(),
        }
        .into(),
        pallet_collective::Call::<Runtime, pallet_collective::Instance1>::execute {
            proposal: boxed(),
            length_bound: 1_000,
        }
        .into(),
    ];
    for carrier in reported {
        System::reset_events();
        assert_ok!(call(Alice, carrier.clone()));
        assert_eq!(last_error(), Some(filtered()), "{carrier:?}");
    }
    let returned: [RuntimeCall; 4] = [
        Utility::batch_all { calls: calls() }.into(),
        Utility::as_derivative { index: 0, call: boxed() }.into(),
        Utility::if_else { main: boxed(), fallback: boxed() }.into(),
        pallet_multisig::Call::as_multi_threshold_1 { other_signatories: vec![bob], call: boxed() }
            .into(),
    ];
    for carrier in returned {
        assert_eq!(call(Alice, carrier).unwrap_err().error, filtered());
    }
}

#[test]
fn what_is_stopped_is_stopped_when_something_carries_it() {
    on_chain(DEVELOPMENT, || {
        let alice = pallet_proxy::Call::add_proxy {
            delegate: Alice.to_account_id().into(),
            proxy_type: ProxyKind::Any,
            delay: 0,
        };
        assert_ok!(call(Eve, alice));
        let ident = paused_name(&transfer());
        assert_ok!(pause(&transfer()));
        assert_refused_when_carried(transfer());
        assert_ok!(call_as_root(pallet_tx_pause::Call::unpause { ident }));
        enter_safe_mode();
        assert_refused_when_carried(transfer());
    });
}

#[test]
fn a_scheduled_enactment_is_stopped_too_unless_it_is_in_the_table() {
    on_chain(LOCAL_TESTNET, || {
        let spend = pallet_treasury::Call::spend {
            asset_kind: Box::new(()),
            amount: UNIT,
            beneficiary: Box::new(Eve.to_account_id()),
            valid_from: None,
        };
        assert_ok!(pause(&spend.clone().into()));
        assert_eq!(carry(Origin::Treasurer, spend.clone()), Err(filtered()));
        enter_safe_mode();
        assert_eq!(carry(Origin::Treasurer, spend), Err(filtered()));
        let params = pallet_rewards::Call::set_params { params: Default::default() };
        assert_ok!(carry(Origin::ParameterAdmin, params));
    });
}

#[test]
fn in_safe_mode_a_referendum_goes_its_whole_way() {
    on_chain(LOCAL_TESTNET, || {
        assert_ok!(call_as_root(pallet_safe_mode::Call::force_enter {}));
        let alice = Alice.to_account_id();
        // Long enough for a preimage.
        let burned: RuntimeCall = frame_system::Call::remark { remark: vec![7; 1_000] }.into();
        let proposal = bound(Ferdie, burned);
        let moment = DispatchTime::After(3);
        let index = submit_proposal(Ferdie, super::steps::root(), proposal, moment);
        deposit(Ferdie, index);
        let delegate = pallet_conviction_voting::Call::delegate {
            class: 0,
            to: alice.into(),
            conviction: pallet_conviction_voting::Conviction::Locked6x,
            balance: 9_000_000 * UNIT,
        };
        assert_ok!(call(Bob, delegate));
        vote(Alice, index, true, 9_000_000 * UNIT);
        vote(Charlie, index, true, 9_000_000 * UNIT);
        run_until(20, || enacted(index).is_some());
        assert!(SafeMode::is_entered());
        assert_eq!(enacted(index), Some(Ok(())));
    });
}

#[test]
fn safe_mode_ends_by_itself() {
    on_chain(DEVELOPMENT, || {
        enter_safe_mode();
        let until = System::block_number() + SafeModeDuration::get();
        run(SafeModeDuration::get());
        assert!(SafeMode::is_entered());
        assert_eq!(call(Eve, transfer()).unwrap_err().error, filtered());
        run(1);
        assert_eq!(System::block_number(), until + 1);
        assert!(!SafeMode::is_entered());
        assert_ok!(call(Eve, transfer()));
        assert!(!TxPause::is_paused(&paused_name(&transfer())));
        assert!(Balances::free_balance(Ferdie.to_account_id()) > 10_000_000 * UNIT);
    });
}
