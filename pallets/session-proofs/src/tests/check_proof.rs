use sp_session::MembershipProof;

use crate::mock::*;

#[test]
fn accepts_sessions_long_past_after_many_changes_of_keys() {
    build_and_execute(|| {
        let old = prove(BOB).unwrap();
        for session in 1..20 {
            set_keys(BOB, 100 + u64::from(session));
            set_keys(ALICE, 200 + u64::from(session));
            run_to_session(session);
        }
        NextSet::set(Some(vec![CHARLIE]));
        run_to_session(25);
        assert_eq!(check(BOB, &old), Some(BOB));
    });
}

/// Regression: the root of the session that runs was made anew of the keys that come next.
#[test]
fn accepts_a_proof_that_was_made_before_somebody_changed_keys() {
    build_and_execute(|| {
        run_to_session(1);
        let proof = prove(BOB).unwrap();
        set_keys(ALICE, 10);
        set_keys(CHARLIE, 0);
        assert_eq!(check(BOB, &proof), Some(BOB));
        run_to_session(2);
        assert_eq!(check(BOB, &proof), Some(BOB));
    });
}

#[test]
fn refuses_another_session() {
    build_and_execute(|| {
        let proof = prove(BOB).unwrap();
        set_keys(BOB, 20);
        run_to_session(2);
        // The keys of the first two sessions are the same, and so are their roots.
        assert_eq!(check(BOB, &MembershipProof { session: 1, ..proof.clone() }), Some(BOB));
        for session in [2, 3, u32::MAX] {
            assert_eq!(check(BOB, &MembershipProof { session, ..proof.clone() }), None);
        }
    });
}

#[test]
fn refuses_another_count() {
    build_and_execute(|| {
        let proof = prove(BOB).unwrap();
        for validator_count in [0, 2, 4, u32::MAX] {
            assert_eq!(check(BOB, &MembershipProof { validator_count, ..proof.clone() }), None);
        }
    });
}

#[test]
fn refuses_another_key() {
    build_and_execute(|| {
        let proof = prove(BOB).unwrap();
        for key in [ALICE, DAVE, 0] {
            assert_eq!(check(key, &proof), None);
        }
    });
}

#[test]
fn refuses_foreign_missing_doubled_and_unused_nodes() {
    build_and_execute(|| {
        let proof = prove(BOB).unwrap();
        let with = |trie_nodes| MembershipProof { trie_nodes, ..proof.clone() };
        assert!(proof.trie_nodes.len() > 1);
        let foreign = prove(ALICE).unwrap().trie_nodes;
        let missing = proof.trie_nodes[1..].to_vec();
        let doubled = [&proof.trie_nodes[..], &proof.trie_nodes[..1]].concat();
        let mut unused = proof.trie_nodes.clone();
        unused.extend(foreign.iter().find(|node| !proof.trie_nodes.contains(node)).cloned());
        assert_eq!(unused.len(), proof.trie_nodes.len() + 1);
        let mut altered = proof.trie_nodes.clone();
        *altered[0].last_mut().unwrap() ^= 1;
        let garbage = vec![vec![0xff; 40]];
        for nodes in [foreign, missing, doubled, unused, altered, garbage, Vec::new()] {
            assert_eq!(check(BOB, &with(nodes)), None);
        }
        assert_eq!(check(BOB, &proof), Some(BOB));
    });
}

#[test]
fn refuses_the_proof_of_another_chain() {
    let foreign = new_test_ext().execute_with(|| {
        set_keys(EVE, 66);
        NextSet::set(Some(vec![EVE, BOB, ALICE]));
        run_to_session(2);
        prove(66).unwrap()
    });
    build_and_execute(|| {
        run_to_session(2);
        assert_eq!(check(66, &foreign), None);
    });
}
