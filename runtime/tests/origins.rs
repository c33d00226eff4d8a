//! Who may make the calls that are not for everybody.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::on_chain;
use frame_support::{assert_noop, dispatch::RawOrigin};
use nes_core::Hash;
use nes_runtime::{genesis::DEVELOPMENT, Runtime, RuntimeCall, RuntimeOrigin};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::{traits::Dispatchable, DispatchError};

/// The calls that only root can make, each with why it fails on a fresh chain, if it does.
fn root_only() -> [(RuntimeCall, Option<DispatchError>); 7] {
    let no_slash = pallet_node_staking::Error::<Runtime>::UnknownSlash;
    let no_service = pallet_market::Error::<Runtime>::UnknownService;
    [
        (pallet_node_staking::Call::set_params { params: Default::default() }.into(), None),
        (pallet_market::Call::set_params { params: Default::default() }.into(), None),
        (pallet_inference::Call::set_params { params: Default::default() }.into(), None),
        (pallet_rewards::Call::set_params { params: Default::default() }.into(), None),
        (pallet_node_staking::Call::force_leave { node: Alice.to_account_id() }.into(), None),
        (pallet_node_staking::Call::cancel_slash { slash: 0 }.into(), Some(no_slash.into())),
        (
            pallet_market::Call::delist { service: 0, reason: Hash::zero() }.into(),
            Some(no_service.into()),
        ),
    ]
}

#[test]
fn only_root_changes_parameters_delists_cancels_slashes_and_makes_nodes_leave() {
    on_chain(DEVELOPMENT, || {
        for (call, fails_with) in root_only() {
            for origin in [RawOrigin::None, RawOrigin::Signed(Alice.to_account_id())] {
                assert_noop!(
                    call.clone().dispatch(RuntimeOrigin::from(origin)),
                    DispatchError::BadOrigin
                );
            }
            let result = call.clone().dispatch(RuntimeOrigin::root());
            assert_eq!(result.err().map(|failed| failed.error), fails_with, "{call:?}");
        }
    });
}
