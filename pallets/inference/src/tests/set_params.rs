use sp_runtime::BuildStorage;

use super::*;

const NEW: Params = Params { commit_window: 5, reveal_window: 1_000, max_units: 1 };

#[test]
fn replaces_the_parameters() {
    build_and_execute(|| {
        assert_ok!(Inference::set_params(RawOrigin::Root.into(), NEW));
        assert_eq!(ParamsStore::<Test>::get(), NEW);
        assert_eq!(events(), [Event::ParamsChanged { old: Params::default(), new: NEW }]);
    });
}

#[test]
fn leaves_running_windows_alone() {
    build_and_execute(|| {
        let (running, later) = (drawn(), queued());
        assert_ok!(Inference::set_params(RawOrigin::Root.into(), NEW));
        run_to(5);
        assert_eq!(Inference::task(running).unwrap().due, 23);
        assert_eq!(Inference::task(later).unwrap().due, 10);
    });
}

#[test]
fn refuses_everyone_but_the_admin_origin() {
    build_and_execute(|| {
        assert_noop!(
            Inference::set_params(RawOrigin::Signed(ALICE).into(), NEW),
            sp_runtime::DispatchError::BadOrigin
        );
    });
}

#[test]
fn refuses_what_is_out_of_bounds() {
    build_and_execute(|| {
        for params in [
            Params { commit_window: 4, ..NEW },
            Params { commit_window: 1_001, ..NEW },
            Params { reveal_window: 4, ..NEW },
            Params { reveal_window: 1_001, ..NEW },
            Params { max_units: 0, ..NEW },
            Params { max_units: 1_000_000_000_001, ..NEW },
        ] {
            assert_noop!(
                Inference::set_params(RawOrigin::Root.into(), params),
                Error::<Test>::ParamsOutOfBounds
            );
        }
    });
}

#[test]
fn is_also_possible_at_genesis() {
    let storage = GenesisConfig::<Test> { params: NEW, ..Default::default() }.build_storage();
    sp_io::TestExternalities::new(storage.unwrap())
        .execute_with(|| assert_eq!(ParamsStore::<Test>::get(), NEW));
}

#[test]
#[should_panic = "inference: the parameters are out of bounds"]
fn is_bounded_at_genesis_too() {
    let params = Params { max_units: 0, ..NEW };
    let _ = GenesisConfig::<Test> { params, ..Default::default() }.build_storage();
}
