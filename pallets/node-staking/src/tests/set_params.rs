use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, Perbill};

use crate::{mock::*, Error, Event, Params, MAX_UNBONDING_ERAS, MAX_VALIDATORS};

#[test]
fn replaces_the_parameters() {
    build_and_execute(|| {
        let new = Params::default();
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), new));
        assert_eq!(NodeStaking::params(), new);
        assert_eq!(events(), [Event::ParamsChanged { old: params(), new }]);
    });
}

#[test]
fn refuses_everyone_but_the_admin() {
    build_and_execute(|| {
        assert_noop!(
            NodeStaking::set_params(RuntimeOrigin::signed(ALICE), params()),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn refuses_what_is_out_of_bounds() {
    build_and_execute(|| {
        let good = params();
        let above = Perbill::from_parts(500_000_001);
        for bad in [
            Params { min_self_stake: UNIT - 1, ..good },
            Params { validator_count: 3, ..good },
            Params { validator_count: MAX_VALIDATORS + 1, ..good },
            Params { minimum_validators: 0, ..good },
            Params { minimum_validators: good.validator_count + 1, ..good },
            Params { min_delegation: UNIT / 1_000 - 1, ..good },
            Params { max_delegation_ratio: 0, ..good },
            Params { max_delegation_ratio: 101, ..good },
            Params { unbonding_eras: 1, ..good },
            Params { unbonding_eras: MAX_UNBONDING_ERAS + 1, ..good },
            Params { slash_defer_eras: 0, ..good },
            Params { slash_defer_eras: good.unbonding_eras, appeal_eras: 0, ..good },
            Params { slash_defer_eras: 2, appeal_eras: good.unbonding_eras - 2, ..good },
            Params { appeal_eras: u32::MAX, ..good },
            Params { appeal_bond: UNIT / 1_000 - 1, ..good },
            Params { appeal_bond: 100_000 * UNIT + 1, ..good },
            Params { commission_notice_eras: 0, ..good },
            Params { commission_notice_eras: MAX_UNBONDING_ERAS + 1, ..good },
            Params { jail_eras: 0, ..good },
            Params { jail_eras: 57, ..good },
            Params { max_commission: above, ..good },
            Params { service_slash_cap: above, ..good },
            Params { reporter_share: above, ..good },
            Params { wrong_answer: above, ..good },
            Params { no_reveal: above, ..good },
            Params { no_commit: above, ..good },
            Params { profile_deposit: UNIT / 1_000 - 1, ..good },
            Params { profile_deposit: 1_000 * UNIT + 1, ..good },
        ] {
            assert_noop!(
                NodeStaking::set_params(RuntimeOrigin::root(), bad),
                Error::<Test>::ParamsOutOfBounds
            );
        }
    });
}

#[test]
fn takes_what_is_just_within_bounds() {
    build_and_execute(|| {
        let zero = Perbill::zero();
        let least = Params {
            min_self_stake: UNIT,
            min_delegation: UNIT / 1_000,
            max_delegation_ratio: 1,
            validator_count: 4,
            minimum_validators: 1,
            unbonding_eras: 2,
            slash_defer_eras: 1,
            appeal_eras: 0,
            appeal_bond: UNIT / 1_000,
            max_commission: zero,
            commission_notice_eras: 1,
            jail_eras: 1,
            service_slash_cap: zero,
            reporter_share: zero,
            wrong_answer: zero,
            no_reveal: zero,
            no_commit: zero,
            profile_deposit: UNIT / 1_000,
        };
        let half = Perbill::from_percent(50);
        let most = Params {
            min_self_stake: u128::MAX,
            min_delegation: u128::MAX,
            max_delegation_ratio: 100,
            validator_count: MAX_VALIDATORS,
            minimum_validators: MAX_VALIDATORS,
            unbonding_eras: MAX_UNBONDING_ERAS,
            slash_defer_eras: 1,
            appeal_eras: MAX_UNBONDING_ERAS - 2,
            appeal_bond: 100_000 * UNIT,
            max_commission: half,
            commission_notice_eras: MAX_UNBONDING_ERAS,
            jail_eras: 56,
            service_slash_cap: half,
            reporter_share: half,
            wrong_answer: half,
            no_reveal: half,
            no_commit: half,
            profile_deposit: 1_000 * UNIT,
        };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), least));
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), most));
    });
}
