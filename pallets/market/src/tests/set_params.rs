use frame_support::{assert_noop, assert_ok};
use nes_support::params::Bounded;
use nes_test_support::params::{check_bounds, check_tracks};
use sp_runtime::{traits::BadOrigin, BuildStorage, DispatchError, DispatchResult};

use crate::{mock::*, ChangedAt, Error, Event, GenesisConfig, Params};

fn set(params: Params) -> DispatchResult {
    Market::set_params(RuntimeOrigin::root(), params)
}

#[test]
fn replaces_all_parameters() {
    build_and_execute(|| {
        let (old, new) = (Params::default(), Params { stake_cap: UNIT, ..Params::default() });
        assert_ok!(set(new.clone()));
        assert_eq!(Market::params(), new);
        assert_eq!(events(), [Event::ParamsChanged { old, new }]);
    });
}

#[test]
fn takes_every_parameter_at_its_bounds_and_not_beyond() {
    build_and_execute(|| {
        let refusal = DispatchError::from(Error::<Test>::ParamsOutOfBounds);
        check_bounds(&Params::default(), set, Market::params, refusal);
    });
}

#[test]
fn bounds_the_price_of_offers_from_now_on() {
    build_and_execute(|| {
        let service = published();
        let set_offer = |node, price| set_version(node, service, 0, price, SLOTS);
        assert_ok!(set_offer(NODE, 2 * UNIT));
        assert_ok!(set(Params { max_price: UNIT, ..Params::default() }));
        assert_noop!(set_offer(NODE + 1, UNIT + 1), Error::<Test>::PriceOutOfBounds);
        assert_ok!(set_offer(NODE + 1, UNIT));
        pass_changes();
        assert_eq!(offer_of(service, NODE).terms.price, 2 * UNIT);
    });
}

#[test]
fn fails_for_anyone_but_the_admins() {
    build_and_execute(|| {
        for origin in [signed(ALICE), RuntimeOrigin::none()] {
            assert_noop!(Market::set_params(origin, Params::default()), BadOrigin);
        }
    });
}

#[test]
fn lets_a_track_change_its_own_parameters_only() {
    build_and_execute(|| {
        let set = |who, params| Market::set_params(signed(who), params);
        let refusal = DispatchError::from(Error::<Test>::NotThisTrack);
        check_tracks(set, Market::params, refusal);
    });
}

#[test]
fn checks_bounds_before_tracks() {
    build_and_execute(|| {
        let origin = signed(STAKING_ADMIN);
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
            assert_ok!(set(row.moved(&Market::params())));
            assert_eq!(ChangedAt::<Test>::get(row.key()), Some(block));
        }
        let (params, list) = (Market::params(), Market::parameters());
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
