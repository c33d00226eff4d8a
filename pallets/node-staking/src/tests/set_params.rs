use frame_support::{assert_noop, assert_ok};
use nes_support::params::{Authority, Bound, Bounded};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{mock::*, ChangedAt, Error, Event, Params, MAX_UNBONDING_ERAS, MAX_VALIDATORS};

fn set(params: Params) -> DispatchResult {
    NodeStaking::set_params(RuntimeOrigin::root(), params)
}

/// Returns parameters that leave room for `number` in the field of `row`, with it if the field can
/// have it.
fn with(row: &Bound<Params>, number: Option<u128>) -> Option<Params> {
    let (appeal_eras, minimum_validators) = (0, 1);
    let mut roomy =
        Params { slash_defer_eras: 1, appeal_eras, minimum_validators, ..Default::default() };
    match row.name {
        "minimum_validators" => roomy.validator_count = MAX_VALIDATORS,
        "slash_defer_eras" | "appeal_eras" => roomy.unbonding_eras = MAX_UNBONDING_ERAS,
        _ => {}
    }
    row.with(&roomy, number?)
}

#[test]
fn replaces_the_parameters() {
    build_and_execute(|| {
        let new = Params::default();
        assert_ok!(set(new));
        assert_eq!(NodeStaking::params(), new);
        assert_eq!(events(), [Event::ParamsChanged { old: params(), new }]);
    });
}

#[test]
fn refuses_everyone_but_the_admins() {
    build_and_execute(|| {
        for origin in [RuntimeOrigin::signed(ALICE), RuntimeOrigin::none()] {
            assert_noop!(NodeStaking::set_params(origin, params()), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn takes_every_parameter_at_its_bounds() {
    build_and_execute(|| {
        for row in Params::BOUNDS {
            for number in [row.min, row.max] {
                assert_ok!(set(with(row, Some(number)).unwrap()));
                assert_eq!(row.get(&NodeStaking::params()), number);
            }
        }
    });
}

#[test]
fn refuses_every_parameter_beyond_its_bounds() {
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
fn refuses_a_minimum_above_the_size_of_the_set() {
    build_and_execute(|| {
        let minimum = |minimum_validators| Params { minimum_validators, ..params() };
        let count = params().validator_count;
        assert_ok!(set(minimum(count - 1)));
        assert_ok!(set(minimum(count)));
        assert_noop!(set(minimum(count + 1)), Error::<Test>::ParamsOutOfBounds);
    });
}

#[test]
fn refuses_appeals_that_last_until_stake_is_free() {
    build_and_execute(|| {
        let eras = |unbonding_eras, slash_defer_eras, appeal_eras| {
            set(Params { unbonding_eras, slash_defer_eras, appeal_eras, ..params() })
        };
        assert_ok!(eras(9, 4, 3));
        assert_ok!(eras(9, 4, 4));
        assert_noop!(eras(9, 4, 5), Error::<Test>::ParamsOutOfBounds);
        assert_noop!(eras(9, 5, 4), Error::<Test>::ParamsOutOfBounds);
        assert_noop!(eras(8, 4, 4), Error::<Test>::ParamsOutOfBounds);
        assert_noop!(eras(9, 1, u32::MAX), Error::<Test>::ParamsOutOfBounds);
    });
}

#[test]
fn refuses_a_deferral_that_is_shorter_than_a_vote() {
    build_and_execute(|| {
        let defer = |slash_defer_eras| set(Params { slash_defer_eras, appeal_eras: 0, ..params() });
        CancelPeriod::set(2 * ERA_MILLIS);
        assert_noop!(defer(1), Error::<Test>::SlashDeferTooShort);
        assert_ok!(defer(2));
        CancelPeriod::set(2 * ERA_MILLIS + 1);
        assert_noop!(defer(2), Error::<Test>::SlashDeferTooShort);
        assert_ok!(defer(3));
        CancelPeriod::set(2 * ERA_MILLIS - 1);
        assert_noop!(defer(1), Error::<Test>::SlashDeferTooShort);
        assert_ok!(defer(2));
    });
}

#[test]
fn lets_a_track_change_its_own_parameters_only() {
    build_and_execute(|| {
        assert_ok!(set(Params::default()));
        for row in Params::BOUNDS {
            for (who, track) in ADMINS {
                let new = row.moved(&NodeStaking::params());
                let set = || NodeStaking::set_params(RuntimeOrigin::signed(who), new);
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
fn gives_the_size_of_the_set_to_the_staking_admin() {
    let own = Params::BOUNDS
        .iter()
        .filter(|row| Authority::Track(ADMINS[1].1).may_change(row.track))
        .map(|row| row.name);
    assert_eq!(own.collect::<Vec<_>>(), ["validator_count", "minimum_validators"]);
}

#[test]
fn checks_bounds_before_tracks() {
    build_and_execute(|| {
        let by = |who, params| NodeStaking::set_params(RuntimeOrigin::signed(who), params);
        let beyond = Params { min_self_stake: 0, ..params() };
        assert_noop!(by(STAKING_ADMIN, beyond), Error::<Test>::ParamsOutOfBounds);
        let short = Params { slash_defer_eras: 1, ..params() };
        CancelPeriod::set(2 * ERA_MILLIS);
        assert_noop!(by(STAKING_ADMIN, short), Error::<Test>::SlashDeferTooShort);
    });
}

#[test]
fn notes_the_block_of_the_last_change() {
    build_and_execute(|| {
        assert!(NodeStaking::parameters().iter().all(|row| row.changed_at.is_none()));
        assert_ok!(set(Params::default()));
        for (row, block) in Params::BOUNDS.iter().zip(2..) {
            System::set_block_number(block);
            assert!(ChangedAt::<Test>::get(row.key()).is_none_or(|changed| changed == 1));
            assert_ok!(set(row.moved(&NodeStaking::params())));
            assert_eq!(ChangedAt::<Test>::get(row.key()), Some(block));
        }
        let (params, list) = (NodeStaking::params(), NodeStaking::parameters());
        assert_eq!(list, params.list(ChangedAt::<Test>::get));
        System::set_block_number(100);
        assert_ok!(set(params));
        assert_eq!(NodeStaking::parameters(), list);
    });
}
