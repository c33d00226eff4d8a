//! GRANDPA's voters from session to session.
//!
//! Four validators with sessions of ten blocks and eras of two sessions; session n begins with block
//! 10 n + 1.

use frame_support::assert_ok;
use nes_core::BlockNumber;
use nes_runtime::{genesis::LOCAL_TESTNET, Babe, Grandpa, Session};
use pallet_grandpa::AuthorityId;
use sp_keyring::{
    Ed25519Keyring,
    Sr25519Keyring::{self, Alice, Bob, Charlie, Dave},
};

use crate::common::env::Env;

const SESSION: BlockNumber = 10;

/// The validators, and the keys that they vote with.
const VALIDATORS: [(Sr25519Keyring, Ed25519Keyring); 4] = [
    (Alice, Ed25519Keyring::Alice),
    (Bob, Ed25519Keyring::Bob),
    (Charlie, Ed25519Keyring::Charlie),
    (Dave, Ed25519Keyring::Dave),
];

/// Starts a chain and runs it into `session`.
fn chain_in(session: u32) -> Env {
    let mut env = Env::of(LOCAL_TESTNET);
    env.run_to(session * SESSION + 3);
    env
}

/// Returns the voters of GRANDPA's set.
fn voters() -> Vec<AuthorityId> {
    Grandpa::grandpa_authorities().into_iter().map(|(voter, _)| voter).collect()
}

/// Regression: pallet-session does not notice that a list only lacks its last one.
#[test]
fn a_validator_that_purges_its_keys_votes_no_more_wherever_it_is_in_the_list() {
    for index in 0..4 {
        let mut env = chain_in(1);
        let who = env.read(Session::validators)[index].clone();
        let (who, key) =
            VALIDATORS.into_iter().find(|(name, _)| name.to_account_id() == who).unwrap();
        let (set, before) = env.read(|| (Grandpa::current_set_id(), voters()));
        assert!(before.contains(&key.public().into()));
        assert_ok!(env.submit(who, pallet_session::Call::purge_keys {}));

        // Session 2 starts an era with all four; session 3, in the middle of it, has three.
        env.run(SESSION);
        assert_eq!(env.read(voters), before);
        env.run(SESSION);
        let rest: Vec<_> =
            before.into_iter().filter(|voter| *voter != key.public().into()).collect();
        assert_eq!(env.read(voters), rest, "{who:?}");
        assert_eq!(env.read(Session::validators).len(), 3);
        assert_eq!(env.read(Babe::authorities).len(), 3);
        // One set began with the era, one after the purge.
        assert_eq!(env.read(Grandpa::current_set_id), set + 2);
    }
}

#[test]
fn the_set_is_the_same_in_a_session_with_the_same_keys() {
    let mut env = chain_in(2);
    let before = env.read(|| (Grandpa::current_set_id(), voters()));
    env.run(SESSION);
    assert_eq!(env.read(Session::current_index), 3);
    assert_eq!(env.read(|| (Grandpa::current_set_id(), voters())), before);
}
