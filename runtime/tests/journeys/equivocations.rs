//! A validator that signs twice, and what it and others do so that it cannot be proved.
//!
//! Four validators with sessions of ten blocks and eras of two sessions; slots have the numbers of
//! their blocks, and session n begins with block 10 n + 1. Dave signs twice.

use codec::Encode;
use frame_support::assert_ok;
use nes_core::BlockNumber;
use nes_runtime::{
    genesis::LOCAL_TESTNET, Babe, Executive, Grandpa, Runtime, Session, SessionKeys, System,
};
use pallet_node_staking::Event as StakingEvent;
use sp_consensus_babe::{AuthorityId, Slot};
use sp_keyring::{
    Ed25519Keyring,
    Sr25519Keyring::{self, Alice, Bob, Charlie, Dave},
};
use sp_runtime::transaction_validity::InvalidTransaction;
use sp_session::MembershipProof;

use crate::common::{
    blocks,
    env::Env,
    fault::{key_proof_of_author, Fault},
};

const SESSION: BlockNumber = 10;

/// The consensus that Dave signs twice for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Blocks,
    Votes,
}

const BOTH: [Kind; 2] = [Kind::Blocks, Kind::Votes];

/// Starts a chain and runs it into `session`.
fn chain_in(session: u32) -> Env {
    let mut env = Env::of(LOCAL_TESTNET);
    env.run_to(session * SESSION + 3);
    assert_eq!(env.read(Session::current_index), session);
    env
}

/// Dave signs twice with his first keys, now.
fn sign_twice(env: &mut Env, kind: Kind) -> Fault {
    env.read(|| match kind {
        Kind::Blocks => Fault::blocks(Dave, Babe::current_slot()),
        Kind::Votes => Fault::votes(Ed25519Keyring::Dave, Grandpa::current_set_id(), 7),
    })
}

/// Returns the proof that the offender's key is Dave's, as a node gets it now.
fn prove(env: &mut Env, fault: &Fault) -> MembershipProof {
    env.read(|| fault.key_proof()).expect("the key is in use")
}

/// Has `who` register new session keys.
fn change_keys(env: &mut Env, who: Sr25519Keyring) {
    let owner = who.to_account_id().encode();
    let generated = env.read(|| SessionKeys::generate(&owner, None));
    let (keys, proof) = (generated.keys, generated.proof.encode());
    assert_ok!(env.submit(who, pallet_session::Call::set_keys { keys, proof }));
}

/// Reports `fault` with `proof`, and checks that Dave is slashed for it.
fn assert_slashed(env: &mut Env, fault: &Fault, proof: MembershipProof) {
    env.events::<StakingEvent<Runtime>>();
    assert_eq!(env.apply(fault.report(proof)), Ok(Ok(())));
    let slashed: Vec<_> = env
        .events::<StakingEvent<Runtime>>()
        .into_iter()
        .filter_map(|event| match event {
            StakingEvent::Slashed { node, .. } => Some(node),
            _ => None,
        })
        .collect();
    assert_eq!(slashed, [Dave.to_account_id()]);
}

/// Checks that a report of `fault` with `proof` gets into no block.
fn assert_refused(env: &mut Env, fault: &Fault, proof: MembershipProof) {
    let refused = env.apply(fault.report(proof));
    assert_eq!(refused, Err(InvalidTransaction::BadProof.into()));
}

/// Regression: the keys that come next were proved, not those that sign.
#[test]
fn a_change_of_keys_in_the_session_of_the_fault_hides_nothing() {
    for kind in BOTH {
        let mut env = chain_in(1);
        let fault = sign_twice(&mut env, kind);
        change_keys(&mut env, Dave);
        let proof = prove(&mut env, &fault);
        assert_slashed(&mut env, &fault, proof);
    }
}

/// Regression: the keys that come next were proved, while the old ones sign for one more session.
#[test]
fn a_change_of_keys_in_the_session_before_the_fault_hides_nothing() {
    for kind in BOTH {
        let mut env = chain_in(1);
        change_keys(&mut env, Dave);
        env.run(SESSION);
        let fault = sign_twice(&mut env, kind);
        let proof = prove(&mut env, &fault);
        assert_slashed(&mut env, &fault, proof);
        // Now the new keys sign.
        env.run(SESSION);
        let late = sign_twice(&mut env, kind);
        assert!(env.read(|| late.key_proof()).is_none());
    }
}

/// Regression: the root of the session that runs was made anew of the keys that come next.
#[test]
fn a_proof_stays_valid_when_others_change_their_keys() {
    for kind in BOTH {
        let mut env = chain_in(1);
        let fault = sign_twice(&mut env, kind);
        let proof = prove(&mut env, &fault);
        change_keys(&mut env, Bob);
        assert_ok!(env.submit(Charlie, pallet_session::Call::purge_keys {}));
        assert_slashed(&mut env, &fault, proof);
    }
}

/// Regression: keys that changed within an era were proved against the root of the era's first
/// session.
#[test]
fn keys_that_changed_within_an_era_can_be_proved_later() {
    for kind in BOTH {
        let mut env = chain_in(1);
        change_keys(&mut env, Alice);
        // The second session of the next era is the first with the new keys.
        env.run(2 * SESSION);
        let fault = sign_twice(&mut env, kind);
        let proof = prove(&mut env, &fault);
        env.run(SESSION);
        assert_slashed(&mut env, &fault, proof);
    }
}

/// Regression: the proof named the session of the block before, which BABE refuses.
#[test]
fn the_first_slot_of_a_session_is_proved_at_the_block_before() {
    let mut env = chain_in(1);
    env.run_to(2 * SESSION);
    let slot = Slot::from(u64::from(2 * SESSION + 1));
    let fault = env.read(|| Fault::blocks(Dave, slot));
    let proof = prove(&mut env, &fault);
    assert_eq!(proof.session, 2);
    // The block that starts a session has room for nothing else.
    env.run(2);
    assert_eq!(env.read(Session::current_index), 2);
    assert_slashed(&mut env, &fault, proof);
}

/// Regression: the proof named the session of the block before, which BABE refuses.
#[test]
fn the_first_slot_after_skipped_epochs_is_proved_at_the_block_before() {
    let mut env = chain_in(1);
    env.run_to(2 * SESSION);
    let slot = Slot::from(71);
    let fault = env.read(|| Fault::blocks(Dave, slot));
    let proof = prove(&mut env, &fault);
    for slot in [slot, slot + 1] {
        env.read(|| {
            Executive::finalize_block();
            blocks::initialize_in_slot(System::block_number() + 1, slot);
        });
    }
    assert_eq!(env.read(Session::current_index), 2);
    assert_eq!(proof.session, 2);
    assert_eq!(prove(&mut env, &fault), proof);
    assert_slashed(&mut env, &fault, proof);
}

#[test]
fn new_keys_are_proved_from_the_block_before_their_first_session_on() {
    let mut env = chain_in(1);
    let old = env.read(|| Babe::authorities().to_vec());
    change_keys(&mut env, Dave);
    env.run_to(3 * SESSION);
    let new = env.read(|| Babe::next_epoch().authorities);
    let index = (0..old.len()).find(|index| old[*index].0 != new[*index].0).unwrap();
    let proved = |env: &mut Env, slot: BlockNumber, keys: &[(AuthorityId, u64)]| {
        let slot = Slot::from(u64::from(slot));
        let key = keys[index].0.clone();
        env.read(|| key_proof_of_author(slot, key)).map(|proof| proof.session)
    };
    for (slot, of_old, of_new) in [
        (2 * SESSION, None, None), // Its session has ended.
        (2 * SESSION + 1, Some(2), None),
        (3 * SESSION, Some(2), None),
        (3 * SESSION + 1, None, Some(3)),
        (9 * SESSION, None, Some(3)),
        (0, None, None),
    ] {
        assert_eq!(proved(&mut env, slot, &old), of_old, "slot {slot}");
        assert_eq!(proved(&mut env, slot, &new), of_new, "slot {slot}");
    }
}

/// Regression: GRANDPA forgot the set before the oldest one, without which no vote of that one can
/// be proved.
#[test]
fn a_fault_can_be_proved_as_long_as_stake_answers_for_it_whatever_keys_have_changed() {
    for kind in BOTH {
        for (height, provable) in [(16 * SESSION, true), (16 * SESSION + 1, false)] {
            let mut env = chain_in(0);
            let mut evidence = None;
            // Keys change in each session, and so do GRANDPA's sets.
            for (session, who) in (0..16).zip([Alice, Bob, Charlie].into_iter().cycle()) {
                change_keys(&mut env, who);
                if session == 2 {
                    let fault = sign_twice(&mut env, kind);
                    evidence = Some((prove(&mut env, &fault), fault));
                }
                env.run_to(((session + 1) * SESSION + 3).min(height));
            }
            env.run_to(height);
            assert_eq!(env.read(Grandpa::current_set_id), u64::from((height - 1) / SESSION - 1));
            let (proof, fault) = evidence.unwrap();
            // Unbonding takes six eras: what left in era 1 has matured in era 7.
            match provable {
                true => assert_slashed(&mut env, &fault, proof),
                false => assert_refused(&mut env, &fault, proof),
            }
        }
    }
}

#[test]
fn a_forged_proof_gets_into_no_block() {
    for kind in BOTH {
        let mut env = chain_in(1);
        change_keys(&mut env, Bob);
        env.run(2 * SESSION);
        let fault = sign_twice(&mut env, kind);
        let proof = prove(&mut env, &fault);
        let other = sign_twice(&mut env, other(kind));
        let foreign = prove(&mut env, &other);
        let with = |nodes| MembershipProof { trie_nodes: nodes, ..proof.clone() };
        let extra = foreign.trie_nodes.iter().find(|node| !proof.trie_nodes.contains(node));
        let forged = [
            MembershipProof { session: 2, ..proof.clone() },
            MembershipProof { session: 4, ..proof.clone() },
            MembershipProof { validator_count: 3, ..proof.clone() },
            MembershipProof { validator_count: 400, ..proof.clone() },
            with(foreign.trie_nodes.clone()),
            with([&proof.trie_nodes[..], &[extra.unwrap().clone()]].concat()),
            with([&proof.trie_nodes[..], &proof.trie_nodes[..1]].concat()),
            with(proof.trie_nodes[1..].to_vec()),
            with(Vec::new()),
        ];
        for (index, forged) in forged.into_iter().enumerate() {
            let refused = env.apply(fault.report(forged));
            assert_eq!(refused, Err(InvalidTransaction::BadProof.into()), "{kind:?} {index}");
        }
        assert_slashed(&mut env, &fault, proof);
    }
}

/// The other consensus.
fn other(kind: Kind) -> Kind {
    match kind {
        Kind::Blocks => Kind::Votes,
        Kind::Votes => Kind::Blocks,
    }
}

#[test]
fn a_true_proof_of_another_session_proves_nothing() {
    let mut env = chain_in(1);
    let earlier = sign_twice(&mut env, Kind::Blocks);
    let earlier = prove(&mut env, &earlier);
    env.run(SESSION);
    let fault = sign_twice(&mut env, Kind::Blocks);
    let error = pallet_babe::Error::<Runtime>::InvalidKeyOwnershipProof;
    assert_eq!(env.apply(fault.report(earlier)), Ok(Err(error.into())));
}
