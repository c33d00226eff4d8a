use frame_support::{assert_noop, assert_ok};
use nes_support::params::Bounded;
use nes_test_support::params::{check_bounds, check_tracks};
use sp_runtime::{traits::BadOrigin, DispatchError, DispatchResult, Perbill};

use crate::{mock::*, ChangedAt, Error, Event, Parameters, Params};

fn set(params: Params) -> DispatchResult {
    Rewards::set_params(RuntimeOrigin::root(), params)
}

/// The parts of a whole.
const WHOLE: u32 = 1_000_000_000;

/// Returns the default parameters with these parts of an emission for validators and incentives, in
/// billionths.
fn divided(validators: u32, incentives: u32) -> Params {
    Params {
        validators_share: Perbill::from_parts(validators),
        incentives_share: Perbill::from_parts(incentives),
        ..Default::default()
    }
}

#[test]
fn replaces_the_parameters() {
    build_and_execute(|| {
        let old = Params::default();
        let (protocol_share, burn_share) = (Perbill::from_percent(20), Perbill::from_percent(25));
        let new = Params { protocol_share, burn_share, ..old };
        assert_ok!(set(new));

        assert_eq!(Parameters::<Test>::get(), new);
        System::assert_last_event(Event::ParamsChanged { old, new }.into());
        assert_eq!(Rewards::split(1_000, Perbill::zero()).burned, 50);
    });
}

#[test]
fn takes_every_parameter_at_its_bounds_and_not_beyond_them() {
    build_and_execute(|| {
        let refusal = DispatchError::from(Error::<Test>::ParamsOutOfBounds);
        check_bounds(&divided(0, 0), set, Rewards::params, refusal);
    });
}

#[test]
fn fails_when_an_emission_is_divided_into_more_than_it_is() {
    build_and_execute(|| {
        for (validators, incentives) in [(0, WHOLE), (WHOLE, 0), (600_000_000, 400_000_000)] {
            assert_ok!(set(divided(validators, incentives)));
            for (more, most) in [(1, 0), (0, 1)] {
                let (validators, incentives) = (validators + more, incentives + most);
                if validators.max(incentives) <= WHOLE {
                    assert_noop!(
                        set(divided(validators, incentives)),
                        Error::<Test>::ParamsOutOfBounds
                    );
                }
            }
        }
        assert_ok!(set(divided(600_000_000, 399_999_999)));
    });
}

#[test]
fn a_share_above_one_is_out_of_bounds_however_little_the_others_are() {
    for (field, parts) in [("burnShare", 1_000_000_001), ("validatorsShare", 1_000_000_001)] {
        let mut json = serde_json::to_value(divided(0, 0)).unwrap();
        json[field] = parts.into();
        let params: Params = serde_json::from_value(json).unwrap();
        assert!(!params.is_valid(), "{field}");
    }
}

#[test]
fn fails_for_others_than_the_admins() {
    build_and_execute(|| {
        for origin in [signed(ALICE), RuntimeOrigin::none()] {
            assert_noop!(Rewards::set_params(origin, Params::default()), BadOrigin);
        }
    });
}

#[test]
fn lets_a_track_change_its_own_parameters_only() {
    build_and_execute(|| {
        let set = |who, params| Rewards::set_params(signed(who), params);
        let refusal = DispatchError::from(Error::<Test>::NotThisTrack);
        check_tracks(set, Rewards::params, refusal);
    });
}

#[test]
fn checks_bounds_before_tracks() {
    build_and_execute(|| {
        let params = divided(600_000_000, 400_000_001);
        let set = Rewards::set_params(signed(STAKING_ADMIN), params);
        assert_noop!(set, Error::<Test>::ParamsOutOfBounds);
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
