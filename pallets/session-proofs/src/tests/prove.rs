use frame_support::traits::KeyOwnerProofSystem;
use sp_runtime::{key_types::DUMMY, traits::OpaqueKeys, KeyTypeId};

use crate::{mock::*, Pallet};

#[test]
fn names_the_session_that_runs_and_its_validators() {
    build_and_execute(|| {
        for session in [0, 1, 5] {
            run_to_session(session);
            for who in FIRST {
                let proof = prove(who).unwrap();
                assert_eq!((proof.session, proof.validator_count), (session, 3));
                assert_eq!(check(who, &proof), Some(who));
            }
        }
    });
}

/// Regression: the key was looked for among those that come next.
#[test]
fn finds_a_key_as_long_as_it_is_in_use() {
    build_and_execute(|| {
        set_keys(BOB, 20);
        for session in [0, 1] {
            run_to_session(session);
            assert_eq!(check(BOB, &prove(BOB).unwrap()), Some(BOB));
            assert_eq!(prove(20), None);
        }
        run_to_session(2);
        assert_eq!(prove(BOB), None);
        assert_eq!(check(20, &prove(20).unwrap()), Some(BOB));
    });
}

#[test]
fn finds_the_key_of_a_validator_that_has_purged_it() {
    build_and_execute(|| {
        set_keys(CHARLIE, 0);
        run_to_session(1);
        assert_eq!(check(CHARLIE, &prove(CHARLIE).unwrap()), Some(CHARLIE));
        run_to_session(2);
        assert_eq!(prove(CHARLIE), None);
    });
}

#[test]
fn finds_the_keys_of_the_next_session_before_it_starts() {
    build_and_execute(|| {
        set_keys(BOB, 20);
        run_to_session(1);
        let next = prove_in(2, 20).unwrap();
        assert_eq!((next.session, next.validator_count), (2, 3));
        assert_eq!(prove_in(2, BOB), None);
        // It cannot be checked yet.
        assert_eq!(check(20, &next), None);
        // What anybody registers now is for later sessions.
        set_keys(ALICE, 10);
        set_keys(BOB, 21);
        run_to_session(2);
        assert_eq!(check(20, &next), Some(BOB));
        assert_eq!(prove(20), Some(next));
    });
}

#[test]
fn knows_no_other_session_kind_or_key() {
    build_and_execute(|| {
        run_to_session(3);
        assert!(prove_in(3, ALICE).is_some() && prove_in(4, ALICE).is_some());
        for session in [0, 2, 5, u32::MAX] {
            assert_eq!(prove_in(session, ALICE), None);
        }
        let keys = Keys::from(ALICE);
        let (first, second) = (keys.get_raw(DUMMY), keys.get_raw(SECOND));
        let proof = Pallet::<Test>::prove_in(3, SECOND, second).unwrap();
        let owner = |kind, key| Pallet::<Test>::check_proof((kind, key), proof.clone());
        assert_eq!(owner(SECOND, second), Some((ALICE, ())));
        assert_eq!([owner(DUMMY, second), owner(DUMMY, first), owner(SECOND, first)], [None; 3]);
        for kind in [KeyTypeId(*b"othr"), SECOND] {
            assert_eq!(Pallet::<Test>::prove_in(3, kind, first), None);
        }
        for key in [&[][..], &first[..31], Keys::from(DAVE).get_raw(DUMMY)] {
            assert_eq!(Pallet::<Test>::prove_in(3, DUMMY, key), None);
        }
    });
}
