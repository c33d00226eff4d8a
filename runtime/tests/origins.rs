//! Who may make the calls that are not for everybody.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::on_chain;
use frame_support::{assert_noop, assert_ok, dispatch::RawOrigin};
use nes_core::Hash;
use nes_runtime::{genesis::DEVELOPMENT, Runtime, RuntimeCall, RuntimeOrigin};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::{traits::Dispatchable, DispatchError};

/// The calls that only root can make, each with whether it succeeds on a fresh chain.
fn root_only() -> [(RuntimeCall, bool); 5] {
    [
        (pallet_node_staking::Call::set_params { params: Default::default() }.into(), true),
        (pallet_market::Call::set_params { params: Default::default() }.into(), true),
        (pallet_inference::Call::set_params { params: Default::default() }.into(), true),
        (pallet_rewards::Call::set_params { params: Default::default() }.into(), true),
        (pallet_market::Call::delist { service: 0, reason: Hash::zero() }.into(), false),
    ]
}

#[test]
fn only_root_changes_parameters_and_delists() {
    on_chain(DEVELOPMENT, || {
        for (call, succeeds) in root_only() {
            for origin in [RawOrigin::None, RawOrigin::Signed(Alice.to_account_id())] {
                assert_noop!(
                    call.clone().dispatch(RuntimeOrigin::from(origin)),
                    DispatchError::BadOrigin
                );
            }
            let result = call.clone().dispatch(RuntimeOrigin::root());
            if succeeds {
                assert_ok!(result);
            } else {
                let unknown = pallet_market::Error::<Runtime>::UnknownService;
                assert_eq!(result.unwrap_err().error, unknown.into(), "{call:?}");
            }
        }
    });
}
