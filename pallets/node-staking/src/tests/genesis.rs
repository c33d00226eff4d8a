use frame_election_provider_support::SortedListProvider;
use nes_support::params::Bounded;
use nes_traits::NodeRegistry as _;

use crate::{mock::*, GenesisNode, Params, Profiles};

fn three() -> Vec<GenesisNode<u64>> {
    [ALICE, BOB, CHARLIE].map(|who| genesis_node(who, STAKE)).to_vec()
}

#[test]
fn nodes_are_staked_ranked_and_the_first_set() {
    build_with_nodes_and_execute(three(), || {
        assert_eq!(on_hold(ALICE), (STAKE, DEPOSIT));
        assert!(NodeStaking::is_active(&ALICE));
        assert_eq!(Ranking::count(), 3);
        assert_eq!(Profiles::<Test>::get(ALICE).unwrap().name.to_vec(), b"first");
        assert_eq!(Session::validators(), [ALICE, BOB, CHARLIE]);
        assert_eq!(Session::queued_keys().len(), 3);
    });
}

#[test]
fn nodes_may_start_without_the_validator_role() {
    let mut nodes = three();
    nodes.push(GenesisNode { validator: false, ..genesis_node(DAVE, STAKE) });
    build_with_nodes_and_execute(nodes, || {
        assert!(NodeStaking::is_active(&DAVE));
        assert!(!Ranking::contains(&DAVE));
        assert_eq!(Session::validators(), [ALICE, BOB, CHARLIE]);
    });
}

#[test]
fn nodes_are_elected_again() {
    build_with_nodes_and_execute(three(), || {
        run_to_era(4);
        assert_eq!(Session::validators(), [ALICE, BOB, CHARLIE]);
        assert_eq!(NodeStaking::active_era(), 4);
    });
}

#[test]
#[should_panic(expected = "a genesis node can be registered")]
fn refuses_a_stake_below_the_minimum() {
    new_test_ext(vec![genesis_node(ALICE, STAKE - 1)]);
}

#[test]
#[should_panic(expected = "a genesis node can be registered")]
fn refuses_a_name_that_is_too_long() {
    new_test_ext(vec![GenesisNode { name: "n".repeat(65), ..genesis_node(ALICE, STAKE) }]);
}

#[test]
#[should_panic(expected = "parameters out of bounds")]
fn refuses_parameters_out_of_bounds() {
    use sp_runtime::BuildStorage;
    let params = Params { unbonding_eras: 0, ..params() };
    let genesis = crate::GenesisConfig::<Test> { params, nodes: Vec::new() };
    genesis.build_storage().unwrap();
}

#[test]
#[should_panic(expected = "before a vote could cancel them")]
fn refuses_a_deferral_that_is_shorter_than_a_vote() {
    use sp_runtime::BuildStorage;
    CancelPeriod::set(2 * ERA_MILLIS + 1);
    let params = Params { slash_defer_eras: 2, ..params() };
    let genesis = crate::GenesisConfig::<Test> { params, nodes: Vec::new() };
    genesis.build_storage().unwrap();
}

#[test]
fn defaults_are_within_bounds() {
    assert!(Params::default().is_valid());
    build_and_execute(|| assert_eq!(NodeStaking::params(), params()));
}
