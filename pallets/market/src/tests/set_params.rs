use frame_support::{assert_noop, assert_ok};
use nes_support::params::{Authority, Bound, Bounded};
use sp_runtime::{traits::BadOrigin, BuildStorage, DispatchResult};

use crate::{mock::*, ChangedAt, Error, Event, GenesisConfig, Parameters, Params};

fn set(params: Params) -> DispatchResult {
    Market::set_params(RuntimeOrigin::root(), params)
}

/// Returns the default parameters with `number` in the field of `row`, if the field can have it.
fn with(row: &Bound<Params>, number: Option<u128>) -> Option<Params> {
    row.with(&Params::default(), number?)
}

#[test]
fn replaces_all_parameters() {
    build_and_execute(|| {
        let (old, new) = (Params::default(), Params { stake_cap: UNIT, ..Params::default() });
        assert_ok!(set(new.clone()));
        assert_eq!(Parameters::<Test>::get(), new);
        assert_eq!(events(), [Event::ParamsChanged { old, new }]);
    });
}

#[test]
fn takes_every_parameter_at_its_bounds() {
    build_and_execute(|| {
        for row in Params::BOUNDS {
            for number in [row.min, row.max] {
                assert_ok!(set(with(row, Some(number)).unwrap()));
                assert_eq!(row.get(&Parameters::<Test>::get()), number);
            }
        }
    });
}

#[test]
fn fails_for_every_parameter_beyond_its_bounds() {
    build_and_execute(|| {
        for row in Params::BOUNDS {
            let numbers = [row.min.checked_sub(1), row.max.checked_add(1)];
            for params in numbers.into_iter().filter_map(|number| with(row, number)) {
                assert_noop!(set(params), Error::<Test>::ParamsOutOfBounds);
            }
        }
    });
}

#[test]
fn fails_for_anyone_but_the_admins() {
    build_and_execute(|| {
        for origin in [RuntimeOrigin::signed(ALICE), RuntimeOrigin::none()] {
            assert_noop!(Market::set_params(origin, Params::default()), BadOrigin);
        }
    });
}

#[test]
fn lets_a_track_change_its_own_parameters_only() {
    build_and_execute(|| {
        for row in Params::BOUNDS {
            for (who, track) in ADMINS {
                let new = row.moved(&Parameters::<Test>::get());
                let set = || Market::set_params(RuntimeOrigin::signed(who), new.clone());
                if Authority::Track(track).may_change(row.track) {
                    assert_ok!(set());
                } else {
                    assert_noop!(set(), Error::<Test>::NotThisTrack);
                }
            }
        }
    });
}

#[test]
fn checks_bounds_before_tracks() {
    build_and_execute(|| {
        let origin = RuntimeOrigin::signed(STAKING_ADMIN);
        let params = Params { stake_cap: 0, ..Params::default() };
        assert_noop!(Market::set_params(origin, params), Error::<Test>::ParamsOutOfBounds);
    });
}

#[test]
fn notes_the_block_of_the_last_change() {
    build_and_execute(|| {
        assert!(Market::parameters().iter().all(|row| row.changed_at.is_none()));
        for (row, block) in Params::BOUNDS.iter().zip(2..) {
            System::set_block_number(block);
            assert_eq!(ChangedAt::<Test>::get(row.key()), None);
            assert_ok!(set(row.moved(&Parameters::<Test>::get())));
            assert_eq!(ChangedAt::<Test>::get(row.key()), Some(block));
        }
        let (params, list) = (Parameters::<Test>::get(), Market::parameters());
        assert_eq!(list, params.list(ChangedAt::<Test>::get));
        System::set_block_number(100);
        assert_ok!(set(params));
        assert_eq!(Market::parameters(), list);
    });
}

#[test]
#[should_panic(expected = "out of bounds")]
fn is_no_way_around_the_bounds_at_genesis() {
    let params = Params { stake_cap: 0, ..Params::default() };
    let genesis = GenesisConfig::<Test> { params, ..Default::default() };
    let _ = genesis.build_storage();
}
