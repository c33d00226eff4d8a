use nes_traits::SessionHistory;

use crate::{mock::*, FirstRoot, Roots};

/// The sessions whose roots are stored.
fn stored() -> Vec<u32> {
    let mut sessions: Vec<_> = Roots::<Test>::iter_keys().collect();
    sessions.sort_unstable();
    sessions
}

#[test]
fn ends_what_can_be_proved_at_once() {
    build_and_execute(|| {
        let proofs: Vec<_> = (0..6)
            .map(|session| {
                run_to_session(session);
                prove(BOB).unwrap()
            })
            .collect();
        SessionProofs::forget_before(4);
        let provable = proofs.iter().map(|proof| check(BOB, proof).is_some());
        assert!(provable.eq([false, false, false, false, true, true]));
    });
}

#[test]
fn removes_two_roots_a_session_however_many_are_due() {
    build_and_execute(|| {
        run_to_session(20);
        assert_eq!(stored().len(), 21);
        SessionProofs::forget_before(19);
        assert_eq!(stored().len(), 21);
        for session in 21..30 {
            run_to_session(session);
            // One comes, two go.
            assert_eq!(FirstRoot::<Test>::get(), (session - 20) * 2);
        }
        run_to_session(30);
        assert_eq!(stored(), (19..=30).collect::<Vec<_>>());
        run_to_session(40);
        assert_eq!(FirstRoot::<Test>::get(), 19);
    });
}

#[test]
fn keeps_a_steady_number_of_sessions() {
    build_and_execute(|| {
        for session in 1..60 {
            // Eras of three sessions, of which the last four are to be provable.
            if session % 3 == 0 && session >= 12 {
                ForgetBefore::set(Some(session - 9));
            }
            run_to_session(session);
            assert!(stored().len() <= 15, "{:?}", stored());
            assert!(stored().len() >= 10.min(usize::try_from(session).unwrap()));
        }
    });
}

#[test]
fn takes_back_what_it_has_not_removed_yet() {
    build_and_execute(|| {
        let proof = prove_at(5);
        run_to_session(8);
        SessionProofs::forget_before(7);
        assert_eq!(check(BOB, &proof), None);
        run_to_session(9);
        SessionProofs::forget_before(0);
        assert_eq!(check(BOB, &proof), Some(BOB));
        run_to_session(12);
        assert_eq!(stored(), (2..=12).collect::<Vec<_>>());
    });
}

#[test]
fn never_forgets_the_session_that_runs() {
    build_and_execute(|| {
        let proof = prove_at(3);
        SessionProofs::forget_before(100);
        assert_eq!(check(BOB, &proof), Some(BOB));
        run_to_session(9);
        assert_eq!(stored(), (3..=9).collect::<Vec<_>>());
    });
}

/// Returns a proof of the key of BOB that is made in `session`.
fn prove_at(session: u32) -> sp_session::MembershipProof {
    run_to_session(session);
    prove(BOB).unwrap()
}
