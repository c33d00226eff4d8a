//! The validators, era after era.

use codec::Encode;
use frame_support::{assert_noop, assert_ok};
use nes_core::ServiceKey;
use nes_runtime::{
    constants::currency::UNIT, genesis::DEVELOPMENT, NodeStaking, Runtime, Session, SessionKeys,
};
use pallet_node_staking::{Call as StakingCall, Error, Event, ProfileInput};
use sp_keyring::Sr25519Keyring::{Alice, Bob};

use crate::common::{call, events, on_chain, run, run_to, total};

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
        run(ERA + 1);
        assert!(in_set());
        assert_ok!(call(Bob, StakingCall::chill {}));
        assert!(in_set());
        run(ERA);
        assert!(!in_set());
        assert_eq!(Session::validators(), [Alice.to_account_id()]);
    });
}

/// Bob's node is never on; Alice makes all blocks.
#[test]
fn a_validator_that_is_gone_is_out_of_the_set_after_two_eras_until_it_validates_again() {
    on_chain(DEVELOPMENT, || {
        let bob = Bob.to_account_id();
        let in_set = || Session::validators().contains(&bob);
        let absent = || Event::<Runtime>::WasAbsent { node: Bob.to_account_id(), era: 1 };
        register_bob();
        set_keys_of_bob();
        assert_ok!(call(Bob, StakingCall::validate {}));
        let stake = total(&bob);
        run(ERA + 1);
        assert!(in_set());
        while NodeStaking::active_era() == 1 {
            run(1);
        }
        assert!(events().contains(&absent().into()));
        assert!(in_set());
        run(ERA);
        assert!(!in_set());
        assert_eq!(total(&bob), stake);
        assert_ok!(call(Bob, StakingCall::validate {}));
        run(ERA);
        assert!(in_set());
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
