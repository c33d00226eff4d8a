use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use crate::{mock::*, Error, Event};

#[test]
fn lets_the_agent_act_until_it_is_dismissed() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert!(!NodeStaking::acts_for(&EVE, &ALICE));

        assert_ok!(NodeStaking::set_agent(signed(ALICE), Some(EVE)));
        assert_eq!(events().last(), Some(&Event::AgentChanged { node: ALICE, agent: Some(EVE) }));
        assert!(NodeStaking::acts_for(&EVE, &ALICE));
        assert!(NodeStaking::acts_for(&ALICE, &ALICE));

        assert_ok!(NodeStaking::set_agent(signed(ALICE), None));
        assert_eq!(events().last(), Some(&Event::AgentChanged { node: ALICE, agent: None }));
        assert!(!NodeStaking::acts_for(&EVE, &ALICE));
    });
}

#[test]
fn refuses_an_agent_that_does_not_exist() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(
            NodeStaking::set_agent(signed(ALICE), Some(NOBODY)),
            Error::<Test>::AgentDoesNotExist
        );
    });
}

#[test]
fn refuses_somebody_without_a_node() {
    build_and_execute(|| {
        assert_noop!(
            NodeStaking::set_agent(signed(EVE), Some(ALICE)),
            Error::<Test>::NotRegistered
        );
    });
}

#[test]
fn gives_the_agent_no_power_over_the_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::set_agent(signed(ALICE), Some(EVE)));
        for refused in [
            NodeStaking::set_profile(signed(EVE), profile()),
            NodeStaking::set_agent(signed(EVE), None),
            NodeStaking::validate(signed(EVE)),
            NodeStaking::chill(signed(EVE)),
            NodeStaking::leave(signed(EVE)),
            NodeStaking::set_commission(signed(EVE), Perbill::zero()),
            NodeStaking::unjail(signed(EVE)),
        ] {
            assert_eq!(refused, Err(Error::<Test>::NotRegistered.into()));
        }
        // It cannot touch the operator's stake either.
        let undelegated = NodeStaking::undelegate(signed(EVE), ALICE, 1);
        assert_eq!(undelegated, Err(Error::<Test>::NoPosition.into()));
    });
}
