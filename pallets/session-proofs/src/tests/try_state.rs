use crate::{mock::*, FirstProvable, FirstRoot, KeysInUse, Roots};

/// Breaks the state of a chain and checks that the invariants notice.
fn assert_noticed(what: &'static str, break_state: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        run_to_session(3);
        break_state();
        let error = SessionProofs::do_try_state().unwrap_err();
        assert_eq!(error, what.into());
    });
}

#[test]
fn notice_a_session_without_a_root() {
    assert_noticed("a session that is kept has no root", || Roots::<Test>::remove(1));
}

#[test]
fn notice_a_root_too_many() {
    assert_noticed("a root is left over", || FirstRoot::<Test>::put(1));
}

#[test]
fn notice_that_nothing_can_be_proved() {
    assert_noticed("the session that runs cannot be proved", || FirstProvable::<Test>::put(4));
}

#[test]
fn notice_other_keys_in_use() {
    assert_noticed("the keys in use are not those of the running session's root", || {
        KeysInUse::<Test>::mutate(|keys| keys[0].1 = 77.into());
    });
}

#[test]
fn notice_other_validators() {
    assert_noticed("the keys in use are not those of the validators", || {
        pallet_session::Validators::<Test>::put(vec![BOB, ALICE, CHARLIE]);
    });
}

#[test]
fn notice_a_set_that_is_too_large() {
    assert_noticed("there are more validators than a set can have", || {
        let keys: Vec<_> = (1..=5).map(|who| (who, who.into())).collect();
        Roots::<Test>::insert(3, SessionProofs::root_of(&keys));
        KeysInUse::<Test>::put(crate::Validators::<Test>::force_from(keys, None));
        pallet_session::Validators::<Test>::put((1..=5).collect::<Vec<u64>>());
    });
}
