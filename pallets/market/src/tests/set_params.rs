use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, BuildStorage, Permill};

use crate::{mock::*, Error, Event, GenesisConfig, Params, ParamsStore};

fn set(params: Params) -> sp_runtime::DispatchResult {
    Market::set_params(RuntimeOrigin::root(), params)
}

#[test]
fn replaces_all_parameters() {
    build_and_execute(|| {
        let (old, new) = (Params::default(), Params { stake_cap: UNIT, ..Params::default() });
        assert_ok!(set(new.clone()));
        assert_eq!(ParamsStore::<Test>::get(), new);
        assert_eq!(events(), [Event::ParamsChanged { old, new }]);
    });
}

#[test]
fn takes_the_bounds_themselves() {
    build_and_execute(|| {
        assert_ok!(set(Params {
            service_deposit: UNIT / 1_000,
            offer_deposit: UNIT / 1_000,
            stake_cap: UNIT,
            max_royalty: Permill::zero(),
        }));
        assert_ok!(set(Params {
            service_deposit: 10_000 * UNIT,
            offer_deposit: 10_000 * UNIT,
            stake_cap: 2_000_000_000 * UNIT,
            max_royalty: Permill::from_percent(10),
        }));
    });
}

#[test]
fn fails_beyond_any_bound() {
    build_and_execute(|| {
        let params = Params::default;
        for beyond in [
            Params { service_deposit: UNIT / 1_000 - 1, ..params() },
            Params { service_deposit: 10_000 * UNIT + 1, ..params() },
            Params { offer_deposit: UNIT / 1_000 - 1, ..params() },
            Params { offer_deposit: 10_000 * UNIT + 1, ..params() },
            Params { stake_cap: UNIT - 1, ..params() },
            Params { stake_cap: 2_000_000_000 * UNIT + 1, ..params() },
            Params { max_royalty: Permill::from_parts(100_001), ..params() },
        ] {
            assert_noop!(set(beyond), Error::<Test>::ParamsOutOfBounds);
        }
    });
}

#[test]
fn fails_for_anyone_but_the_admin() {
    build_and_execute(|| {
        assert_noop!(
            Market::set_params(RuntimeOrigin::signed(ALICE), Params::default()),
            BadOrigin
        );
    });
}

#[test]
#[should_panic(expected = "out of bounds")]
fn is_no_way_around_the_bounds_at_genesis() {
    let params = Params { stake_cap: 0, ..Params::default() };
    let genesis = GenesisConfig::<Test> { params, ..Default::default() };
    let _ = genesis.build_storage();
}
