use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_traits::Nodes as _;

use crate::{mock::*, Error};

/// Dave joins three genesis validators, validates, leaves, and comes back.
#[test]
fn a_node_registers_validates_leaves_and_comes_back() {
    let nodes = [ALICE, BOB, CHARLIE].map(|who| genesis_node(who, STAKE)).to_vec();
    build_with_nodes_and_execute(nodes, || {
        let check = || NodeStaking::do_try_state().unwrap();
        let dave = || RuntimeOrigin::signed(DAVE);

        // Era 0: he registers, names an agent and becomes a candidate.
        register(DAVE, 2 * STAKE);
        assert_ok!(NodeStaking::set_agent(dave(), Some(EVE)));
        assert_noop!(NodeStaking::validate(dave()), Error::<Test>::NoSessionKeys);
        set_keys(DAVE);
        assert_ok!(NodeStaking::validate(dave()));
        check();

        // Era 1: he validates. He leaves, but is in the set until the next one.
        run_to_era(1);
        assert!(Session::validators().contains(&DAVE));
        assert_ok!(NodeStaking::leave(dave()));
        assert!(Session::validators().contains(&DAVE));
        assert!(!NodeStaking::is_active(&DAVE));
        check();

        // Era 2: he is out of the set; his stake still answers for what he did.
        run_to_era(2);
        assert!(!Session::validators().contains(&DAVE));
        assert_noop!(NodeStaking::withdraw(dave(), DAVE, DAVE), Error::<Test>::NothingToWithdraw);
        assert_eq!(on_hold(DAVE), (2 * STAKE, DEPOSIT));
        check();

        // Era 3: the stake has matured. Nothing of him is left.
        run_to_era(3);
        assert_ok!(NodeStaking::withdraw(dave(), DAVE, DAVE));
        assert_eq!(Balances::free_balance(DAVE), ENDOWED);
        assert!(!NodeStaking::acts_for(&EVE, &DAVE));
        assert_eq!(Gone::get(), [DAVE]);
        check();

        // He comes back under the same name, and his session keys are still there.
        register(DAVE, STAKE);
        assert_ok!(NodeStaking::validate(dave()));
        assert_eq!(Ranking::get_score(&DAVE), Ok(STAKE));
    });
}
