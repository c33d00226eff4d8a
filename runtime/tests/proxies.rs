//! What each kind of proxy lets through.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test may panic")]

use frame_support::traits::InstanceFilter;
use nes_core::{AccountId, Hash};
use nes_runtime::{configs::ProxyKind, RuntimeCall};
use sp_keyring::Sr25519Keyring::Bob;
use ProxyKind::{Any, CancelProxy, Governance, NonTransfer, Staking};

fn bob() -> AccountId {
    Bob.to_account_id()
}

fn transfer() -> RuntimeCall {
    pallet_balances::Call::transfer_keep_alive { dest: bob().into(), value: 1 }.into()
}

fn request() -> RuntimeCall {
    pallet_inference::Call::request {
        service: 0,
        input: pallet_inference::Input { content_hash: Hash::zero(), uri: Default::default() },
        max_usage: Default::default(),
        max_tariff: Default::default(),
        committee: None,
    }
    .into()
}

/// Each call with the kinds that let it through.
fn table() -> Vec<(RuntimeCall, Vec<ProxyKind>)> {
    let nested = |call: RuntimeCall| -> RuntimeCall {
        pallet_proxy::Call::proxy {
            real: bob().into(),
            force_proxy_type: None,
            call: Box::new(call),
        }
        .into()
    };
    vec![
        (transfer(), vec![Any]),
        (request(), vec![Any]),
        (nested(transfer()), vec![Any]),
        (pallet_node_staking::Call::validate {}.into(), vec![Any, NonTransfer, Staking]),
        (pallet_session::Call::purge_keys {}.into(), vec![Any, NonTransfer, Staking]),
        (pallet_market::Call::retire { service: 0 }.into(), vec![Any, NonTransfer]),
        (
            pallet_treasury::Call::check_status { index: 0 }.into(),
            vec![Any, NonTransfer, Governance],
        ),
        (
            pallet_utility::Call::batch { calls: vec![] }.into(),
            vec![Any, NonTransfer, Governance, Staking],
        ),
        (
            pallet_proxy::Call::reject_announcement {
                delegate: bob().into(),
                call_hash: Hash::zero(),
            }
            .into(),
            vec![Any, NonTransfer, CancelProxy],
        ),
    ]
}

#[test]
fn each_kind_lets_through_what_the_table_says() {
    for (call, allowed) in table() {
        for kind in [Any, NonTransfer, Governance, Staking, CancelProxy] {
            assert_eq!(kind.filter(&call), allowed.contains(&kind), "{kind:?} {call:?}");
        }
    }
}

#[test]
fn a_kind_is_a_superset_only_of_kinds_that_allow_no_more() {
    let kinds = [Any, NonTransfer, Governance, Staking, CancelProxy];
    for wide in kinds {
        for narrow in kinds.into_iter().filter(|narrow| wide.is_superset(narrow)) {
            for (call, _) in table() {
                assert!(wide.filter(&call) || !narrow.filter(&call), "{wide:?} ⊉ {narrow:?}");
            }
        }
    }
}
