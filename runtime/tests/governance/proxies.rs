//! The calls that each kind of proxy lets through.

use frame_support::{assert_ok, traits::InstanceFilter};
use nes_core::{AccountId, Hash};
use nes_runtime::{
    constants::currency::UNIT, filters::ProxyKind, genesis::DEVELOPMENT, Balances, Runtime,
    RuntimeCall, RuntimeEvent, System,
};
use sp_keyring::Sr25519Keyring::{Bob, Eve, Ferdie};
use sp_runtime::{DispatchError, DispatchResult};
use ProxyKind::{Any, CancelProxy, Governance, Inference, NonTransfer, Staking};

use super::{
    calls::{every_call, name},
    common::{call, events, on_chain, run},
};

const KINDS: [ProxyKind; 6] = [Any, NonTransfer, Governance, Staking, Inference, CancelProxy];

/// The kinds besides `Any` that let a pallet's calls through, those that are listed or, without a
/// list, all that no other row lists.
const TABLE: &[(&str, &[&str], &[ProxyKind])] = &[
    ("System", &[], &[NonTransfer]),
    ("Timestamp", &[], &[NonTransfer]),
    ("Balances", &[], &[]),
    ("Vesting", &["vested_transfer", "force_vested_transfer"], &[]),
    ("Vesting", &[], &[NonTransfer]),
    ("Treasury", &["payout", "check_status"], &[NonTransfer, Governance]),
    ("Treasury", &[], &[NonTransfer]),
    ("Bounties", &[], &[Governance]),
    ("ChildBounties", &[], &[Governance]),
    ("Babe", &[], &[NonTransfer]),
    ("ValidatorList", &[], &[NonTransfer, Staking]),
    ("NodeStaking", &[], &[NonTransfer, Staking]),
    ("Session", &[], &[NonTransfer, Staking]),
    ("Grandpa", &[], &[NonTransfer]),
    ("Market", &[], &[NonTransfer]),
    ("Inference", &["request"], &[Inference]),
    ("Inference", &["cancel"], &[NonTransfer, Inference]),
    ("Inference", &[], &[NonTransfer]),
    ("Disputes", &["dispute"], &[Inference]),
    ("Disputes", &[], &[NonTransfer]),
    ("Rewards", &[], &[NonTransfer]),
    ("Preimage", &[], &[NonTransfer, Governance]),
    ("Scheduler", &[], &[NonTransfer]),
    ("ConvictionVoting", &[], &[NonTransfer, Governance]),
    ("Referenda", &[], &[NonTransfer, Governance]),
    ("TechnicalCommittee", &[], &[Governance]),
    ("Whitelist", &[], &[NonTransfer, Governance]),
    ("SafeMode", &[], &[NonTransfer]),
    ("TxPause", &[], &[NonTransfer]),
    ("Migrations", &[], &[NonTransfer]),
    ("Utility", &[], &[NonTransfer, Governance, Staking, Inference]),
    ("Multisig", &[], &[]),
    ("Proxy", &["proxy", "proxy_announced"], &[]),
    ("Proxy", &["reject_announcement"], &[NonTransfer, CancelProxy]),
    ("Proxy", &[], &[NonTransfer]),
    ("Identity", &[], &[]),
    ("Sudo", &[], &[]),
];

/// Returns the kinds that let `made` through, by the table.
fn allowed(made: &RuntimeCall) -> Vec<ProxyKind> {
    let (pallet, call) = name(made);
    let rows = || TABLE.iter().filter(|(of, ..)| *of == pallet);
    let row = rows()
        .find(|(_, calls, _)| calls.contains(&call))
        .or_else(|| rows().find(|(_, calls, _)| calls.is_empty()));
    let (.., kinds) = row.unwrap_or_else(|| panic!("{pallet} has no row"));
    [Any].into_iter().chain(kinds.iter().copied()).collect()
}

#[test]
fn each_kind_lets_through_what_the_table_says() {
    on_chain(DEVELOPMENT, || {
        for made in every_call() {
            let allowed = allowed(&made);
            for kind in KINDS {
                assert_eq!(kind.filter(&made), allowed.contains(&kind), "{kind:?} {made:?}");
            }
        }
    });
}

#[test]
fn a_kind_is_a_superset_only_of_kinds_that_allow_no_more() {
    on_chain(DEVELOPMENT, || {
        let calls = every_call();
        for wide in KINDS {
            assert!(wide.is_superset(&wide));
            for narrow in KINDS.into_iter().filter(|narrow| wide.is_superset(narrow)) {
                for made in &calls {
                    let more = narrow.filter(made) && !wide.filter(made);
                    assert!(!more, "{wide:?} is no superset of {narrow:?}: {made:?}");
                }
            }
        }
    });
}

fn bob() -> AccountId {
    Bob.to_account_id()
}

fn transfer() -> RuntimeCall {
    let dest = Ferdie.to_account_id().into();
    pallet_balances::Call::transfer_allow_death { dest, value: UNIT }.into()
}

/// Eve makes Bob her proxy of this kind.
fn name_bob(proxy_type: ProxyKind) {
    let delegate = bob().into();
    assert_ok!(call(Eve, pallet_proxy::Call::add_proxy { delegate, proxy_type, delay: 0 }));
}

/// Bob makes `made` for Eve; returns what it did, in the end.
fn as_eve(made: impl Into<RuntimeCall>) -> DispatchResult {
    System::reset_events();
    let proxied = pallet_proxy::Call::proxy {
        real: Eve.to_account_id().into(),
        force_proxy_type: None,
        call: Box::new(made.into()),
    };
    assert_ok!(call(Bob, proxied));
    let failed = |event| match event {
        RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => result.err(),
        RuntimeEvent::Utility(
            pallet_utility::Event::BatchInterrupted { error, .. }
            | pallet_utility::Event::ItemFailed { error },
        ) => Some(error),
        _ => None,
    };
    events().into_iter().find_map(failed).map_or(Ok(()), Err)
}

fn filtered() -> DispatchError {
    frame_system::Error::<Runtime>::CallFiltered.into()
}

#[test]
fn no_kind_but_any_moves_the_principals_nes_by_nesting() {
    use pallet_utility::Call as Utility;
    for kind in [NonTransfer, Governance, Staking, Inference, CancelProxy] {
        on_chain(DEVELOPMENT, || {
            name_bob(kind);
            let before = Balances::free_balance(Eve.to_account_id());
            let boxed = || Box::new(transfer());
            let nestings: [RuntimeCall; 9] = [
                transfer(),
                Utility::batch { calls: vec![transfer()] }.into(),
                Utility::batch_all { calls: vec![transfer()] }.into(),
                Utility::force_batch { calls: vec![transfer()] }.into(),
                Utility::if_else { main: boxed(), fallback: boxed() }.into(),
                Utility::as_derivative { index: 0, call: boxed() }.into(),
                pallet_proxy::Call::proxy {
                    real: Eve.to_account_id().into(),
                    force_proxy_type: None,
                    call: boxed(),
                }
                .into(),
                pallet_multisig::Call::as_multi_threshold_1 {
                    other_signatories: vec![bob()],
                    call: boxed(),
                }
                .into(),
                pallet_collective::Call::<Runtime, pallet_collective::Instance1>::execute {
                    proposal: boxed(),
                    length_bound: 1_000,
                }
                .into(),
            ];
            for made in nestings {
                // Whoever is not in the collective is refused there.
                let outsider =
                    pallet_collective::Error::<Runtime, pallet_collective::Instance1>::NotMember;
                let refusals = [Err(filtered()), Err(outsider.into())];
                let result = as_eve(made.clone());
                assert!(refusals.contains(&result), "{kind:?} {made:?} {result:?}");
            }
            assert_eq!(Balances::free_balance(Eve.to_account_id()), before);
        });
    }
}

/// A proxy cannot become more than it is.
#[test]
fn no_kind_names_a_proxy_that_can_do_more() {
    for kind in [NonTransfer, Governance, Staking, Inference, CancelProxy] {
        on_chain(DEVELOPMENT, || {
            name_bob(kind);
            for more in KINDS.into_iter().filter(|more| !kind.is_superset(more)) {
                let delegate = Ferdie.to_account_id().into();
                let add = pallet_proxy::Call::add_proxy { delegate, proxy_type: more, delay: 0 };
                assert_eq!(as_eve(add), Err(filtered()), "{kind:?} {more:?}");
            }
            let all = pallet_proxy::Call::remove_proxies {};
            assert_eq!(as_eve(all), Err(filtered()), "{kind:?}");
        });
    }
}

#[test]
fn an_application_requests_for_its_owner_and_cannot_take_the_rest() {
    use super::common::task::{open_market, purchase, request_call, request_spec};
    on_chain(DEVELOPMENT, || {
        open_market();
        let bob = pallet_proxy::Call::add_proxy {
            delegate: Ferdie.to_account_id().into(),
            proxy_type: Inference,
            delay: 0,
        };
        assert_ok!(call(Eve, bob));
        let proxied = |made: RuntimeCall| {
            let real = Eve.to_account_id().into();
            call(
                Ferdie,
                pallet_proxy::Call::proxy { real, force_proxy_type: None, call: Box::new(made) },
            )
        };
        // A task of his own takes the nodes, so that the other one's draw finds nobody.
        assert_ok!(call(Ferdie, request_call(request_spec())));
        run(2);
        assert_ok!(proxied(request_call(request_spec()).into()));
        let (task, owner) = (1, Eve.to_account_id());
        assert_eq!(purchase(task).payer, owner);
        run(2);
        assert_ok!(proxied(pallet_inference::Call::cancel { task }.into()));
        let before = Balances::free_balance(Eve.to_account_id());
        assert_ok!(proxied(
            pallet_market::Call::delist { service: 0, reason: Hash::zero() }.into()
        ));
        assert_ok!(proxied(transfer()));
        assert_eq!(Balances::free_balance(Eve.to_account_id()), before);
    });
}

#[test]
fn a_governance_proxy_proposes_and_votes() {
    use super::steps::{ongoing, root, vote_call};
    use pallet_conviction_voting::Conviction::Locked6x;
    on_chain(DEVELOPMENT, || {
        name_bob(Governance);
        let remark: RuntimeCall = frame_system::Call::remark { remark: vec![] }.into();
        let submit = pallet_referenda::Call::submit {
            proposal_origin: Box::new(root()),
            proposal: super::steps::bound(Bob, remark),
            enactment_moment: frame_support::traits::schedule::DispatchTime::After(0),
        };
        let balance = 9_000_000 * UNIT;
        let calls = vec![submit.into(), vote_call(0, true, Locked6x, balance).into()];
        assert_ok!(as_eve(pallet_utility::Call::batch_all { calls }));
        assert_eq!(ongoing(0).tally.ayes, 6 * balance);
    });
}
