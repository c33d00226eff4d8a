//! Every call of the runtime with every origin: which pairs are let through.

use std::collections::{BTreeMap, BTreeSet};

use frame_support::{
    assert_noop, assert_ok,
    dispatch::RawOrigin,
    storage::{with_transaction_unchecked, TransactionOutcome},
};
use nes_core::AccountId;
use nes_runtime::{
    constants::currency::UNIT,
    filters::ProxyKind,
    genesis::{DEVELOPMENT, LOCAL_TESTNET},
    governance::origins::Origin,
    Balances, Rewards, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
};
use pallet_collective::Instance1;
use sp_core::traits::{Externalities, ReadRuntimeVersion, ReadRuntimeVersionExt};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};
use sp_runtime::{traits::Dispatchable, DispatchError, DispatchResult};

use super::{
    calls::{call_named, every_call, name, Name},
    common::{
        call, call_as_root, end_block, events, genesis, initialize_without_clock, on_chain, run,
        run_to,
    },
    steps::{carry, root},
};

/// Every origin of a referendum but root.
pub(crate) const ORIGINS: [Origin; 12] = [
    Origin::WhitelistedCaller,
    Origin::ParameterAdmin,
    Origin::StakingAdmin,
    Origin::SlashAdmin,
    Origin::MarketCurator,
    Origin::ReferendumCanceller,
    Origin::ReferendumKiller,
    Origin::Treasurer,
    Origin::BigSpender,
    Origin::MediumSpender,
    Origin::SmallSpender,
    Origin::Tipper,
];

/// Every origin with its name; who signs is a stranger.
fn everybody() -> Vec<(String, RuntimeOrigin)> {
    let members = |ayes, seats| {
        let ayes = pallet_collective::RawOrigin::<AccountId, Instance1>::Members(ayes, seats);
        RuntimeOrigin::from(ayes)
    };
    let mut all = vec![
        ("nobody".into(), RuntimeOrigin::none()),
        ("signed".into(), RuntimeOrigin::signed(Eve.to_account_id())),
        ("root".into(), RuntimeOrigin::root()),
        ("a third".into(), members(1, 3)),
        ("half".into(), members(1, 2)),
        ("two thirds".into(), members(2, 3)),
    ];
    all.extend(ORIGINS.map(|origin| (format!("{origin:?}"), origin.into())));
    all
}

/// The spenders, largest first, and root.
const SPENDERS: &[&str] =
    &["root", "Treasurer", "BigSpender", "MediumSpender", "SmallSpender", "Tipper"];
const ROOT: &[&str] = &["root"];
const NOBODY: &[&str] = &["nobody"];
const SIGNED_OR_ROOT: &[&str] = &["signed", "root"];
const PARAMETERS: &[&str] = &["root", "ParameterAdmin", "StakingAdmin"];
const TREASURER: &[&str] = &["root", "Treasurer"];
const SIGNED_OR_TREASURER: &[&str] = &["signed", "root", "Treasurer"];
const WHITELISTED: &[&str] = &["signed", "root", "WhitelistedCaller"];
const ENDS_EMERGENCY: &[&str] = &["root", "half", "two thirds"];
/// The calls that dispatch other calls in the name of whoever makes them.
const CARRIERS: &[&str] = &["batch", "batch_all", "force_batch", "if_else"];

/// The origins that each call lets through, for each call that is not for whoever signs it.
const TABLE: &[(&str, &[&str], &[&str])] = &[
    ("System", &["set_heap_pages", "set_code", "set_code_without_checks", "set_storage"], ROOT),
    ("System", &["kill_storage", "kill_prefix"], ROOT),
    ("System", &["authorize_upgrade", "authorize_upgrade_without_checks"], ROOT),
    ("Timestamp", &["set"], NOBODY),
    // By nobody: root passes the filter and is no account.
    ("Balances", &["burn"], &[]),
    ("Balances", &["force_transfer", "force_unreserve", "force_set_balance"], ROOT),
    ("Balances", &["force_adjust_total_issuance"], ROOT),
    ("Vesting", &["force_vested_transfer", "force_remove_vesting_schedule"], ROOT),
    ("Treasury", &["spend"], SPENDERS),
    ("Treasury", &["spend_local", "remove_approval"], ROOT),
    ("Treasury", &["void_spend"], TREASURER),
    ("Bounties", &["approve_bounty", "propose_curator"], SPENDERS),
    ("Bounties", &["approve_bounty_with_curator"], SPENDERS),
    ("Bounties", &["close_bounty"], TREASURER),
    ("Bounties", &["unassign_curator"], SIGNED_OR_TREASURER),
    ("ChildBounties", &["unassign_curator", "close_child_bounty"], SIGNED_OR_TREASURER),
    ("Babe", &["report_equivocation_unsigned"], NOBODY),
    ("Babe", &["plan_config_change"], ROOT),
    ("NodeStaking", &["set_params"], PARAMETERS),
    ("NodeStaking", &["cancel_slash"], &["root", "SlashAdmin"]),
    ("NodeStaking", &["force_leave"], &["root", "StakingAdmin"]),
    ("Grandpa", &["report_equivocation_unsigned"], NOBODY),
    ("Grandpa", &["note_stalled"], ROOT),
    ("Market", &["set_params"], PARAMETERS),
    ("Market", &["delist", "set_exact"], &["root", "MarketCurator"]),
    ("Inference", &["set_params"], PARAMETERS),
    ("Disputes", &["set_params"], PARAMETERS),
    ("Rewards", &["set_params"], PARAMETERS),
    ("Preimage", &["note_preimage", "unnote_preimage"], SIGNED_OR_ROOT),
    ("Preimage", &["request_preimage", "unrequest_preimage"], ROOT),
    ("Scheduler", &["schedule", "schedule_after", "schedule_named"], ROOT),
    ("Scheduler", &["schedule_named_after", "cancel", "cancel_named"], ROOT),
    ("Scheduler", &["set_retry", "set_retry_named", "cancel_retry", "cancel_retry_named"], ROOT),
    ("Referenda", &["refund_decision_deposit", "refund_submission_deposit"], SIGNED_OR_ROOT),
    ("Referenda", &["cancel"], &["root", "ReferendumCanceller"]),
    ("Referenda", &["kill"], &["root", "ReferendumKiller"]),
    ("Referenda", &["nudge_referendum", "one_fewer_deciding"], ROOT),
    ("TechnicalCommittee", &["set_members", "disapprove_proposal", "kill"], ROOT),
    ("TechnicalCommittee", &["release_proposal_cost"], SIGNED_OR_ROOT),
    ("Whitelist", &["whitelist_call", "remove_whitelisted_call"], &["two thirds"]),
    ("Whitelist", &["dispatch_whitelisted_call"], WHITELISTED),
    ("Whitelist", &["dispatch_whitelisted_call_with_preimage"], WHITELISTED),
    ("SafeMode", &["force_enter"], &["root", "two thirds"]),
    ("SafeMode", &["force_exit"], ENDS_EMERGENCY),
    ("SafeMode", &["force_extend", "force_slash_deposit", "force_release_deposit"], ROOT),
    ("TxPause", &["pause"], ROOT),
    ("TxPause", &["unpause"], ENDS_EMERGENCY),
    ("Migrations", &["force_set_cursor", "force_set_active_cursor"], ROOT),
    ("Migrations", &["force_onboard_mbms", "clear_historic"], ROOT),
    ("Utility", &["dispatch_as", "dispatch_as_fallible", "with_weight"], ROOT),
    ("Identity", &["add_registrar", "remove_registrar", "kill_identity", "kill_username"], ROOT),
    ("Identity", &["add_username_authority", "remove_username_authority"], ROOT),
];

/// Returns who passes the origin of the call of these names.
fn expected((pallet, call): Name) -> BTreeSet<String> {
    let all = || everybody().into_iter().map(|(who, _)| who);
    if pallet == "System" && ["apply_authorized_upgrade", "remark"].contains(&call) {
        return all().collect();
    }
    if pallet == "Utility" && CARRIERS.contains(&call) {
        return all().filter(|who| who != "nobody").collect();
    }
    let row = TABLE.iter().find(|(of, calls, _)| *of == pallet && calls.contains(&call));
    let who = row.map_or(&["signed"][..], |(_, _, who)| *who);
    who.iter().map(|who| (*who).into()).collect()
}

/// Knows no code's version, as all code is empty here.
struct NoVersion;

impl ReadRuntimeVersion for NoVersion {
    fn read_runtime_version(&self, _: &[u8], _: &mut dyn Externalities) -> Result<Vec<u8>, String> {
        Err("there is no code".into())
    }
}

/// A public-like chain without sudo at the beginning of a block whose clock is not set yet.
fn with_unset_clock(test: impl FnOnce()) {
    let mut state: TestExternalities = genesis(LOCAL_TESTNET);
    state.register_extension(ReadRuntimeVersionExt::new(NoVersion));
    state.execute_with(|| {
        run_to(1);
        end_block();
        initialize_without_clock(2);
        test();
    });
}

/// `made`, but with the time of the block if it sets the clock: another one cannot be set at all.
fn in_time(made: RuntimeCall) -> RuntimeCall {
    match made {
        RuntimeCall::Timestamp(pallet_timestamp::Call::set { .. }) => {
            pallet_timestamp::Call::set { now: 2_000 }.into()
        }
        made => made,
    }
}

/// Returns what `made` does, which is undone.
fn attempt(made: RuntimeCall, origin: RuntimeOrigin) -> DispatchResult {
    with_transaction_unchecked(|| {
        let result = in_time(made).dispatch(origin).map(drop).map_err(|failed| failed.error);
        TransactionOutcome::Rollback(result)
    })
}

/// Returns true if `result` is not a refusal because of who made the call.
fn passed(result: DispatchResult) -> bool {
    let filtered = frame_system::Error::<Runtime>::CallFiltered;
    result != Err(DispatchError::BadOrigin) && result != Err(filtered.into())
}

#[test]
fn each_call_lets_those_origins_through_that_the_table_lists() {
    with_unset_clock(|| {
        let mut wrong = BTreeMap::new();
        for made in every_call() {
            let origins = everybody().into_iter();
            let passing =
                origins.filter(|(_, origin)| passed(attempt(made.clone(), origin.clone())));
            let passing: BTreeSet<_> = passing.map(|(who, _)| who).collect();
            // Sudo has an error of its own for whoever is not sudo.
            if passing != expected(name(&made)) && name(&made).0 != "Sudo" {
                wrong.insert(name(&made), passing);
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn every_row_of_the_table_is_a_call() {
    on_chain(LOCAL_TESTNET, || {
        let names: BTreeSet<_> = every_call().iter().map(name).collect();
        for (pallet, calls, _) in TABLE {
            for call in *calls {
                assert!(names.contains(&(*pallet, *call)), "{pallet}.{call}");
            }
        }
    });
}

#[test]
fn nobody_is_sudo_on_a_chain_without_its_key() {
    with_unset_clock(|| {
        for made in every_call().into_iter().filter(|made| name(made).0 == "Sudo") {
            for (who, origin) in everybody().into_iter().filter(|(who, _)| who != "root") {
                let result = attempt(made.clone(), origin);
                let refusal = pallet_sudo::Error::<Runtime>::RequireSudo.into();
                let refusals = [Err(DispatchError::BadOrigin), Err(refusal)];
                assert!(refusals.contains(&result), "{who}: {:?} {result:?}", name(&made));
            }
        }
    });
}

/// The calls that nobody passes by signing.
fn privileged() -> Vec<RuntimeCall> {
    let all = every_call().into_iter();
    all.filter(|made| !expected(name(made)).contains("signed") && name(made).0 != "Sudo").collect()
}

/// Returns every error in the results that this block's events tell of.
fn errors_in_events() -> Vec<DispatchError> {
    let failed = |event| match event {
        RuntimeEvent::Utility(pallet_utility::Event::BatchInterrupted { error, .. })
        | RuntimeEvent::Utility(pallet_utility::Event::ItemFailed { error }) => Some(error),
        RuntimeEvent::Utility(pallet_utility::Event::DispatchedAs { result })
        | RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result })
        | RuntimeEvent::Multisig(pallet_multisig::Event::MultisigExecuted { result, .. })
        | RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { result, .. })
        | RuntimeEvent::TechnicalCommittee(pallet_collective::Event::MemberExecuted {
            result,
            ..
        }) => result.err(),
        _ => None,
    };
    events().into_iter().filter_map(failed).collect()
}

/// Each way in which an account can have another call made, for `made`.
fn nested(made: &RuntimeCall) -> Vec<RuntimeCall> {
    use pallet_utility::Call as Utility;
    let boxed = || Box::new(made.clone());
    let calls = || vec![made.clone()];
    let real = Eve.to_account_id().into();
    vec![
        Utility::batch { calls: calls() }.into(),
        Utility::batch_all { calls: calls() }.into(),
        Utility::force_batch { calls: calls() }.into(),
        Utility::as_derivative { index: 0, call: boxed() }.into(),
        Utility::if_else { main: boxed(), fallback: boxed() }.into(),
        Utility::with_weight { call: boxed(), weight: Default::default() }.into(),
        Utility::dispatch_as { as_origin: Box::new(root()), call: boxed() }.into(),
        Utility::dispatch_as_fallible { as_origin: Box::new(root()), call: boxed() }.into(),
        pallet_proxy::Call::proxy { real, force_proxy_type: None, call: boxed() }.into(),
        pallet_multisig::Call::as_multi_threshold_1 {
            other_signatories: vec![Bob.to_account_id()],
            call: boxed(),
        }
        .into(),
        pallet_collective::Call::<Runtime, Instance1>::execute {
            proposal: boxed(),
            length_bound: 10_000,
        }
        .into(),
        pallet_scheduler::Call::schedule {
            when: 10,
            maybe_periodic: None,
            priority: 0,
            call: boxed(),
        }
        .into(),
    ]
}

#[test]
fn no_nesting_makes_a_signer_privileged() {
    with_unset_clock(|| {
        let bob = pallet_proxy::Call::add_proxy {
            delegate: Bob.to_account_id().into(),
            proxy_type: ProxyKind::Any,
            delay: 0,
        };
        assert_ok!(call(Eve, bob));
        let filtered = DispatchError::from(frame_system::Error::<Runtime>::CallFiltered);
        for made in privileged() {
            for outer in nested(&in_time(made.clone())) {
                let signers =
                    [Alice, Bob, Eve].map(|who| RuntimeOrigin::signed(who.to_account_id()));
                for signer in signers {
                    System::reset_events();
                    let errors = with_transaction_unchecked(|| {
                        let result = outer.clone().dispatch(signer);
                        let result = result.map(drop).map_err(|failed| failed.error);
                        let errors = result.err().into_iter().chain(errors_in_events());
                        TransactionOutcome::Rollback(errors.collect::<Vec<_>>())
                    });
                    assert!(!errors.is_empty(), "{:?} in {:?}", name(&made), name(&outer));
                    // Only a carrier's own refusals stand besides those of the call.
                    let own = [
                        pallet_proxy::Error::<Runtime>::NotProxy.into(),
                        pallet_collective::Error::<Runtime, Instance1>::NotMember.into(),
                        pallet_multisig::Error::<Runtime>::SenderInSignatories.into(),
                    ];
                    for error in errors {
                        assert!(
                            error == DispatchError::BadOrigin
                                || error == filtered
                                || own.contains(&error),
                            "{:?} in {:?}: {error:?}",
                            name(&made),
                            name(&outer)
                        );
                    }
                }
            }
        }
    });
}

#[test]
fn a_scheduled_call_has_the_power_of_who_it_is_scheduled_for_and_no_more() {
    on_chain(DEVELOPMENT, || {
        let made = call_named("Balances", "force_set_balance");
        let as_eve = pallet_utility::Call::dispatch_as {
            as_origin: Box::new(RawOrigin::Signed(Eve.to_account_id()).into()),
            call: Box::new(made),
        };
        let schedule = pallet_scheduler::Call::schedule {
            when: 3,
            maybe_periodic: None,
            priority: 0,
            call: Box::new(as_eve.into()),
        };
        assert_noop!(call(Eve, schedule.clone()), DispatchError::BadOrigin);
        assert_ok!(call_as_root(schedule));
        run(2);
        assert_eq!(errors_in_events(), [DispatchError::BadOrigin]);
    });
}

/// The calls of balances that move, free or make NES without its owner.
fn forced() -> [RuntimeCall; 4] {
    use pallet_balances::{AdjustmentDirection, Call};
    let (alice, eve) = (Alice.to_account_id(), Eve.to_account_id());
    let (direction, delta) = (AdjustmentDirection::Increase, 1_000 * UNIT);
    [
        Call::force_set_balance { who: eve.clone().into(), new_free: 20_000_000 * UNIT }.into(),
        Call::force_adjust_total_issuance { direction, delta }.into(),
        Call::force_transfer { source: alice.clone().into(), dest: eve.into(), value: UNIT }.into(),
        Call::force_unreserve { who: alice.into(), amount: UNIT }.into(),
    ]
}

#[test]
fn no_referendum_but_roots_can_mint_or_take() {
    on_chain(LOCAL_TESTNET, || {
        for made in forced() {
            for (who, origin) in everybody().into_iter().filter(|(who, _)| who != "root") {
                let result = attempt(made.clone(), origin);
                assert_eq!(result, Err(DispatchError::BadOrigin), "{who} {made:?}");
            }
        }
    });
}

/// Root may do anything, minting included, past the cap that the emission keeps and past the books
/// of all NES: this is what it is, and why its track asks for more than any other.
#[test]
fn roots_referendum_can_mint_and_take() {
    genesis(LOCAL_TESTNET).execute_with(|| {
        run_to(1);
        for made in forced() {
            assert_ok!(attempt(made, RuntimeOrigin::root()));
        }
        let issuance = Balances::total_issuance();
        let [mint, ..] = forced();
        assert_ok!(carry(root(), mint));
        assert_eq!(Balances::free_balance(Eve.to_account_id()), 20_000_000 * UNIT);
        assert!(Balances::total_issuance() >= issuance + 10_000_000 * UNIT);
        assert!(Rewards::do_try_state().is_err());
    });
}
