use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, Permill};

use crate::{mock::*, Error, Event, Params, ParamsStore};

fn percent(protocol: u32, burn: u32) -> Params {
    Params {
        protocol_share: Permill::from_percent(protocol),
        burn_share: Permill::from_percent(burn),
        ..Default::default()
    }
}

#[test]
fn replaces_the_parameters() {
    build_and_execute(|| {
        let new = percent(20, 25);
        assert_ok!(Rewards::set_params(RuntimeOrigin::root(), new));

        assert_eq!(ParamsStore::<Test>::get(), new);
        System::assert_last_event(Event::ParamsChanged { old: percent(10, 50), new }.into());
        assert_eq!(Rewards::split(1_000, Permill::zero()).burned, 50);
    });
}

/// The parameters with `change` made to the default ones.
fn changed(change: impl FnOnce(&mut Params)) -> Params {
    let mut params = Params::default();
    change(&mut params);
    params
}

#[test]
fn takes_the_bounds_themselves() {
    let zero = Params {
        protocol_share: Permill::zero(),
        burn_share: Permill::zero(),
        emission_rate: Permill::zero(),
        validators_share: Permill::zero(),
        incentives_share: Permill::zero(),
        incentive_ratio: Permill::zero(),
    };
    let most = Params {
        protocol_share: Permill::from_percent(30),
        burn_share: Permill::one(),
        emission_rate: Permill::from_percent(20),
        validators_share: Permill::from_percent(75),
        incentives_share: Permill::from_percent(25),
        incentive_ratio: Permill::from_percent(95),
    };
    build_and_execute(|| {
        assert_ok!(Rewards::set_params(RuntimeOrigin::root(), zero));
        assert_ok!(Rewards::set_params(RuntimeOrigin::root(), most));
    });
}

#[test]
fn fails_for_others_than_the_admin() {
    build_and_execute(|| {
        for origin in [RuntimeOrigin::signed(ALICE), RuntimeOrigin::none()] {
            assert_noop!(Rewards::set_params(origin, percent(20, 25)), BadOrigin);
        }
    });
}

#[test]
fn fails_above_a_bound() {
    let above = |percent: u32| Permill::from_parts(percent * 10_000 + 1);
    let tried = [
        changed(|params| params.protocol_share = above(30)),
        changed(|params| params.emission_rate = above(20)),
        changed(|params| params.incentive_ratio = above(95)),
        changed(|params| params.validators_share = above(75)),
        changed(|params| params.incentives_share = above(40)),
    ];
    build_and_execute(|| {
        for params in tried {
            assert_noop!(
                Rewards::set_params(RuntimeOrigin::root(), params),
                Error::<Test>::ParamsOutOfBounds
            );
        }
    });
}
