use frame_support::{assert_noop, assert_ok};
use nes_support::params::{Authority, Bounded};
use nes_test_support::params::{check_bounds, check_tracks};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{mock::*, ChangedAt, Error, Event, Params, MAX_UNBONDING_ERAS, MAX_VALIDATORS};

fn set(params: Params) -> DispatchResult {
    NodeStaking::set_params(RuntimeOrigin::root(), params)
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
        for origin in [signed(ALICE), RuntimeOrigin::none()] {
            assert_noop!(NodeStaking::set_params(origin, params()), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn takes_every_parameter_at_its_bounds_and_not_beyond_them() {
    build_and_execute(|| {
        let roomy = Params {
            slash_defer_eras: 1,
            appeal_eras: 1,
            unbonding_eras: MAX_UNBONDING_ERAS,
            minimum_validators: 1,
            validator_count: MAX_VALIDATORS,
            ..Default::default()
        };
        let refusal = DispatchError::from(Error::<Test>::ParamsOutOfBounds);
        check_bounds(&roomy, set, NodeStaking::params, refusal);
    });
}

#[test]
fn keeps_every_parameter_within_the_bounds_of_the_documentation() {
    let half = 500_000_000;
    let bounds = [
        ("min_self_stake", UNIT, 1_000_000 * UNIT),
        ("min_delegation", UNIT / 1_000, 10_000 * UNIT),
        ("max_delegation_ratio", 1, 100),
        ("validator_count", 4, 300),
        ("minimum_validators", 1, 300),
        ("unbonding_eras", 3, 224),
        ("slash_defer_eras", 1, 222),
        ("appeal_eras", 1, 222),
        ("appeal_bond", 10 * UNIT, 100_000 * UNIT),
        ("max_commission", 0, half),
        ("commission_notice_eras", 1, 224),
        ("jail_eras", 1, 56),
        ("service_slash_cap", 0, half),
        ("reporter_share", 0, half),
        ("failed_tasks", 0, half),
        ("lost_dispute", 0, half),
        ("wrong_second", 0, half),
        ("dispute_cap", 0, half),
        ("profile_deposit", UNIT / 1_000, 1_000 * UNIT),
    ];
    let rows = Params::BOUNDS.iter().map(|row| (row.name, row.min, row.max));
    assert_eq!(rows.collect::<Vec<_>>(), bounds);
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
        let defer = |slash_defer_eras| set(Params { slash_defer_eras, appeal_eras: 1, ..params() });
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
        let set = |who, params| NodeStaking::set_params(signed(who), params);
        let refusal = DispatchError::from(Error::<Test>::NotThisTrack);
        check_tracks(set, NodeStaking::params, refusal);
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
        let by = |who, params| NodeStaking::set_params(signed(who), params);
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
