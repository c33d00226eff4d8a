//! The validators, era after era.

use codec::Encode;
use frame_support::{assert_noop, assert_ok};
use nes_core::ServiceKey;
use nes_runtime::{
    constants::currency::UNIT, genesis::DEVELOPMENT, NodeStaking, Runtime, Session, SessionKeys,
};
use pallet_node_staking::{Call as StakingCall, Error, ProfileInput};
use sp_keyring::Sr25519Keyring::{Alice, Bob};

use crate::common::{call, on_chain, run, run_to};

/// Blocks of an era on the development clock.
const ERA: u32 = 20;

fn register_bob() {
    let profile = ProfileInput {
        name: Default::default(),
        endpoint: Default::default(),
        service_key: ServiceKey::Sr25519(Bob.public()),
    };
    let (commission, stake) = (Default::default(), 20_000 * UNIT);
    assert_ok!(call(Bob, StakingCall::register { profile, commission, stake }));
}

fn set_keys_of_bob() {
    let owner = Bob.to_account_id().encode();
    let generated = SessionKeys::generate(&owner, Some(b"//Bob".to_vec()));
    let set =
        pallet_session::Call::set_keys { keys: generated.keys, proof: generated.proof.encode() };
    assert_ok!(call(Bob, set));
}

#[test]
fn a_node_joins_the_set_at_an_eras_start_once_it_has_keys_and_leaves_it_when_chilled() {
    on_chain(DEVELOPMENT, || {
        let in_set = || Session::validators().contains(&Bob.to_account_id());
        register_bob();
        assert_noop!(call(Bob, StakingCall::validate {}), Error::<Runtime>::NoSessionKeys);
        set_keys_of_bob();
        assert_ok!(call(Bob, StakingCall::validate {}));

        // The set is chosen a session before its era starts.
        run(2 * ERA);
        assert!(in_set());
        assert_ok!(call(Bob, StakingCall::chill {}));
        assert!(in_set());
        run(2 * ERA);
        assert!(!in_set());
        assert_eq!(Session::validators(), [Alice.to_account_id()]);
    });
}

#[test]
fn an_era_is_two_epochs_and_the_set_outlives_it() {
    on_chain(DEVELOPMENT, || {
        assert_eq!(NodeStaking::active_era(), 0);
        run_to(ERA + 2);
        assert_eq!(NodeStaking::active_era(), 1);
        run(ERA);
        assert_eq!(NodeStaking::active_era(), 2);
        assert_eq!(Session::validators(), [Alice.to_account_id()]);
    });
}
