//! The origins that calls refuse.

use frame_support::assert_noop;
use sp_runtime::{traits::Dispatchable, DispatchError, Perbill};

use crate::{mock::*, Call};

/// Returns the calls that any account may make.
fn of_accounts() -> [Call<Test>; 18] {
    let (node, staker, amount) = (ALICE, ALICE, UNIT);
    let commission = Perbill::zero();
    [
        Call::register { profile: profile(), commission, stake: STAKE },
        Call::set_profile { profile: profile() },
        Call::set_agent { agent: None },
        Call::validate {},
        Call::chill {},
        Call::leave {},
        Call::withdraw { node, staker },
        Call::delegate { node, amount },
        Call::undelegate { node, amount },
        Call::rebond { node, amount },
        Call::redelegate { source: node, target: BOB, amount },
        Call::claim { node },
        Call::claim_for { node, staker },
        Call::set_compound { node, compound: true },
        Call::set_commission { commission },
        Call::unjail {},
        Call::appeal { slash: 0 },
        Call::apply_slash { node, staker },
    ]
}

/// Returns the calls that only governance may make.
fn of_governance() -> [Call<Test>; 3] {
    [
        Call::set_params { params: params() },
        Call::cancel_slash { slash: 0 },
        Call::force_leave { node: ALICE },
    ]
}

#[test]
fn no_call_may_come_from_nobody() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        for call in of_accounts().into_iter().chain(of_governance()) {
            let call = RuntimeCall::from(call);
            assert_noop!(call.dispatch(RuntimeOrigin::none()), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn root_may_not_do_what_accounts_do() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        for call in of_accounts() {
            let call = RuntimeCall::from(call);
            assert_noop!(call.dispatch(RuntimeOrigin::root()), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn accounts_may_not_do_what_governance_does() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        for call in of_governance() {
            let call = RuntimeCall::from(call);
            assert_noop!(call.dispatch(signed(ALICE)), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn every_call_is_in_one_of_the_tables() {
    use frame_support::traits::GetCallName;
    let mut names: Vec<_> =
        of_accounts().iter().chain(&of_governance()).map(GetCallName::get_call_name).collect();
    let mut all = Call::<Test>::get_call_names().to_vec();
    names.sort_unstable();
    all.sort_unstable();
    assert_eq!(names, all);
}
