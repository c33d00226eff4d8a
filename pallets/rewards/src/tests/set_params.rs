use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, Permill};

use crate::{mock::*, Error, Event, Params, ParamsStore};

fn percent(protocol: u32, burn: u32) -> Params {
    Params {
        protocol_share: Permill::from_percent(protocol),
        burn_share: Permill::from_percent(burn),
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

#[test]
fn takes_the_bounds_themselves() {
    build_and_execute(|| {
        assert_ok!(Rewards::set_params(RuntimeOrigin::root(), percent(0, 0)));
        assert_ok!(Rewards::set_params(RuntimeOrigin::root(), percent(30, 100)));
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
fn fails_for_a_share_above_its_bound() {
    build_and_execute(|| {
        let above = Permill::from_parts(300_001);
        let params = Params { protocol_share: above, ..Default::default() };
        assert_noop!(
            Rewards::set_params(RuntimeOrigin::root(), params),
            Error::<Test>::ParamsOutOfBounds
        );
    });
}
