use crate::{mock::*, Clock, ClockStore};

#[test]
fn notice_a_clock_out_of_bounds() {
    new_test_ext(FAST).execute_with(|| {
        Tempo::do_try_state().unwrap();
        ClockStore::<Test>::put(Clock { era_epochs: 0, ..FAST });
        assert!(Tempo::do_try_state().is_err());
    });
}
