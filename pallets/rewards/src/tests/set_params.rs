use frame_support::{assert_noop, assert_ok};
use nes_support::params::{Authority, Bound, Bounded};
use sp_runtime::{traits::BadOrigin, DispatchResult, Permill};

use crate::{mock::*, ChangedAt, Error, Event, Parameters, Params};

fn set(params: Params) -> DispatchResult {
    Rewards::set_params(RuntimeOrigin::root(), params)
}

/// Returns parameters that leave room for `number` in the field of `row`, with it if the field can
/// have it.
fn with(row: &Bound<Params>, number: Option<u128>) -> Option<Params> {
    row.with(&divided(0, 0), number?)
}

/// Returns the default parameters with these parts of an emission for validators and incentives, in
/// millionths.
fn divided(validators: u32, incentives: u32) -> Params {
    Params {
        validators_share: Permill::from_parts(validators),
        incentives_share: Permill::from_parts(incentives),
        ..Default::default()
    }
}

#[test]
fn replaces_the_parameters() {
    build_and_execute(|| {
        let old = Params::default();
        let (protocol_share, burn_share) = (Permill::from_percent(20), Permill::from_percent(25));
        let new = Params { protocol_share, burn_share, ..old };
        assert_ok!(set(new));

        assert_eq!(Parameters::<Test>::get(), new);
        System::assert_last_event(Event::ParamsChanged { old, new }.into());
        assert_eq!(Rewards::split(1_000, Permill::zero()).burned, 50);
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
fn fails_when_an_emission_is_divided_into_more_than_it_is() {
    build_and_execute(|| {
        for (validators, incentives) in [(0, 1_000_000), (1_000_000, 0), (600_000, 400_000)] {
            assert_ok!(set(divided(validators, incentives)));
            for (more, most) in [(1, 0), (0, 1)] {
                let (validators, incentives) = (validators + more, incentives + most);
                if validators.max(incentives) <= 1_000_000 {
                    assert_noop!(
                        set(divided(validators, incentives)),
                        Error::<Test>::ParamsOutOfBounds
                    );
                }
            }
        }
        assert_ok!(set(divided(600_000, 399_999)));
    });
}

#[test]
fn a_share_above_one_is_out_of_bounds_however_little_the_others_are() {
    for (field, parts) in [("burnShare", 1_000_001), ("validatorsShare", 1_000_001)] {
        let mut json = serde_json::to_value(divided(0, 0)).unwrap();
        json[field] = parts.into();
        let params: Params = serde_json::from_value(json).unwrap();
        assert!(!params.validate(), "{field}");
    }
}

#[test]
fn fails_for_others_than_the_admins() {
    build_and_execute(|| {
        for origin in [RuntimeOrigin::signed(ALICE), RuntimeOrigin::none()] {
            assert_noop!(Rewards::set_params(origin, Params::default()), BadOrigin);
        }
    });
}

#[test]
fn lets_a_track_change_its_own_parameters_only() {
    build_and_execute(|| {
        for row in Params::BOUNDS {
            for (who, track) in ADMINS {
                let new = row.moved(&Rewards::params());
                let set = || Rewards::set_params(RuntimeOrigin::signed(who), new);
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
        let params = divided(600_000, 400_001);
        assert_noop!(Rewards::set_params(origin, params), Error::<Test>::ParamsOutOfBounds);
    });
}

#[test]
fn notes_the_block_of_the_last_change() {
    build_and_execute(|| {
        assert!(Rewards::parameters().iter().all(|row| row.changed_at.is_none()));
        for (row, block) in Params::BOUNDS.iter().zip(2..) {
            System::set_block_number(block);
            assert_eq!(ChangedAt::<Test>::get(row.key()), None);
            assert_ok!(set(row.moved(&Rewards::params())));
            assert_eq!(ChangedAt::<Test>::get(row.key()), Some(block));
        }
        let (params, list) = (Rewards::params(), Rewards::parameters());
        assert_eq!(list, params.list(ChangedAt::<Test>::get));
        System::set_block_number(100);
        assert_ok!(set(params));
        assert_eq!(Rewards::parameters(), list);
    });
}
