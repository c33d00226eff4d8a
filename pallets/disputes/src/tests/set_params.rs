use nes_support::params::Bounded;
use nes_test_support::params::{check_bounds, check_tracks};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};

use super::*;

const NEW: Params = Params { window: 50 };

fn set(params: Params) -> DispatchResult {
    Disputes::set_params(RawOrigin::Root.into(), params)
}

#[test]
fn replaces_the_parameters() {
    build_and_execute(|| {
        assert_ok!(set(NEW));
        assert_eq!(Disputes::params(), NEW);
        assert_eq!(events(), [Event::ParamsChanged { old: Params::default(), new: NEW }]);
    });
}

#[test]
fn leaves_running_windows_alone() {
    build_and_execute(|| {
        let running = kept();
        assert_ok!(set(NEW));
        let later = kept();
        let until = |task| Disputes::settled(task).unwrap().until;
        assert_eq!((until(running), until(later)), (101, 51));
    });
}

#[test]
fn refuses_everyone_but_the_admin_origin() {
    build_and_execute(|| {
        for origin in [RawOrigin::Signed(ALICE), RawOrigin::None] {
            assert_noop!(Disputes::set_params(origin.into(), NEW), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn takes_every_parameter_within_its_bounds_only() {
    build_and_execute(|| {
        let refusal = DispatchError::from(Error::<Test>::ParamsOutOfBounds);
        check_bounds(&Params::default(), set, Disputes::params, refusal);
    });
}

#[test]
fn lets_a_track_change_its_own_parameters_only() {
    build_and_execute(|| {
        let set = |who, params| Disputes::set_params(signed(who), params);
        let refusal = DispatchError::from(Error::<Test>::NotThisTrack);
        check_tracks(set, Disputes::params, refusal);
    });
}

#[test]
fn checks_bounds_before_tracks() {
    build_and_execute(|| {
        let origin = signed(STAKING_ADMIN);
        let params = Params { window: 49 };
        assert_noop!(Disputes::set_params(origin, params), Error::<Test>::ParamsOutOfBounds);
    });
}

#[test]
fn notes_the_block_of_the_last_change() {
    build_and_execute(|| {
        for (row, block) in Params::BOUNDS.iter().zip(2..) {
            run_to(block);
            assert_eq!(ChangedAt::<Test>::get(row.key()), None);
            assert_ok!(set(row.moved(&Disputes::params())));
            assert_eq!(ChangedAt::<Test>::get(row.key()), Some(block));
        }
        let params = Disputes::params();
        assert_eq!(Disputes::parameters(), params.list(ChangedAt::<Test>::get));
        run_to(100);
        let before = Disputes::parameters();
        assert_ok!(set(params));
        assert_eq!(Disputes::parameters(), before);
    });
}

#[test]
fn lists_parameters_that_are_as_at_genesis() {
    build_and_execute(|| {
        let list = Disputes::parameters();
        assert_eq!(list.len(), Params::BOUNDS.len());
        assert!(list.iter().all(|row| row.changed_at.is_none()));
        assert_eq!((list[0].name.as_slice(), list[0].value), (&b"window"[..], 100));
    });
}

#[test]
fn is_also_possible_at_genesis() {
    let storage = GenesisConfig::<Test> { params: NEW, ..Default::default() }.build_storage();
    sp_io::TestExternalities::new(storage.unwrap())
        .execute_with(|| assert_eq!(Disputes::params(), NEW));
}

#[test]
#[should_panic = "parameters out of bounds: Params"]
fn is_bounded_at_genesis_too() {
    let params = Params { window: 49 };
    let _ = GenesisConfig::<Test> { params, ..Default::default() }.build_storage();
}
