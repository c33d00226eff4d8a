use crate::{mock::*, KeysInUse, Root, Roots};

/// Checks the validators of the session that runs and their keys, as they were noted.
fn assert_noted(expected: &[(u64, u64)]) {
    let expected: Vec<_> = expected.iter().map(|(who, key)| (*who, Keys::from(*key))).collect();
    assert_eq!(KeysInUse::<Test>::get().into_inner(), expected);
}

#[test]
fn notes_the_keys_of_the_genesis_for_the_first_two_sessions() {
    build_and_execute(|| {
        let first = FIRST.map(|who| (who, who));
        assert_noted(&first);
        let root = Roots::<Test>::get(0).unwrap();
        assert_eq!(root.validator_count, 3);
        run_to_session(1);
        assert_noted(&first);
        assert_eq!(Roots::<Test>::get(1), Some(root));
    });
}

#[test]
fn notes_new_keys_when_they_come_into_use() {
    build_and_execute(|| {
        set_keys(BOB, 20);
        run_to_session(1);
        assert_noted(&FIRST.map(|who| (who, who)));
        run_to_session(2);
        assert_noted(&[(ALICE, ALICE), (BOB, 20), (CHARLIE, CHARLIE)]);
        assert_ne!(Roots::<Test>::get(1), Roots::<Test>::get(2));
    });
}

#[test]
fn notes_a_new_set_and_one_that_has_shrunk() {
    build_and_execute(|| {
        set_keys(DAVE, DAVE);
        NextSet::set(Some(vec![DAVE, ALICE]));
        run_to_session(2);
        assert_noted(&[(DAVE, DAVE), (ALICE, ALICE)]);
        set_keys(ALICE, 0);
        run_to_session(4);
        assert_noted(&[(DAVE, DAVE)]);
        let count = |session| Roots::<Test>::get(session).unwrap().validator_count;
        assert_eq!([count(1), count(2), count(3), count(4)], [3, 2, 2, 1]);
    });
}

#[test]
fn writes_no_root_a_second_time() {
    build_and_execute(|| {
        let roots = || (0..4).map(Roots::<Test>::get).collect::<Vec<Option<Root<_>>>>();
        for session in 0..4 {
            run_to_session(session);
            let before = roots();
            set_keys(BOB, 100 + u64::from(session));
            set_keys(CHARLIE, 200 + u64::from(session));
            assert_eq!(roots(), before);
            run_to_session(session + 1);
            let kept = usize::try_from(session).unwrap();
            assert_eq!(roots()[..=kept], before[..=kept]);
        }
    });
}

#[test]
fn is_passed_on() {
    build_and_execute(|| {
        run_to_session(3);
        assert_eq!(Started::get(), [1, 2, 3]);
    });
}
