use super::*;

#[test]
fn opens_a_second_committee() {
    build_and_execute(|| {
        let task = kept();
        run_to(5);
        events();
        assert_ok!(dispute(task, None, answer(2)));
        assert_eq!(
            events(),
            [
                Event::Disputed { task, who: ALICE, node: None, risk: BOND, bond: BOND },
                Event::DisputeStarted { task, second: 1_000, closes: 12, draws: 21 },
            ]
        );
        let question = question(0);
        let second = SecondCommittee { of: task, question, seats: 9, quorum: 6, due: 21 };
        assert_eq!(Opened::get(), [second]);
        assert_eq!((OpenIn::<Test>::get(SERVICE), Waiting::<Test>::get(SERVICE).len()), (1, 0));
    });
}

#[test]
fn keeps_the_disputer_with_its_commitment() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, Some(NINA), answer(2)));
        let reply = Reply::Committed(commitment(task, NINA, answer(2)));
        let disputer = Disputer { who: NINA, node: Some(NINA), bond: BOND, risk: RISK, reply };
        assert_eq!(Disputes::settled(task).unwrap().disputers(), [disputer]);
        assert_eq!(Disputes::open_disputes(&NINA), [task]);
    });
}

#[test]
fn takes_the_bond_from_the_signer() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        assert_ok!(dispute_by(AGENT, task, Some(NINA), answer(2), BOND));
        let bond = BOND as i128;
        assert_eq!((gain(ALICE), gain(AGENT), gain(NINA)), (-bond, -bond, 0));
        assert_eq!(pot(), 2 * BOND);
    });
}

#[test]
fn lets_a_payer_raise_its_bond() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute_by(ALICE, task, None, answer(2), BOND + 1));
        assert_eq!(disputers(task), [(ALICE, BOND + 1)]);
        assert_eq!(gain(ALICE), -(BOND as i128) - 1);
    });
}

#[test]
fn takes_payer_members_and_nodes_on_duty_in_the_order_in_which_they_came() {
    build_and_execute(|| {
        let task = keep(7, settled_task([Some(answer(1)), Some(answer(1)), None]));
        assert_eq!(task, 101);
        assert_ok!(dispute(7, Some(DUTY), answer(2)));
        assert_ok!(dispute(7, None, answer(2)));
        // One agreed, and one was overtaken.
        assert_ok!(dispute(7, Some(NORA), answer(2)));
        assert_ok!(dispute(7, Some(NICK), answer(2)));
        assert_eq!(disputers(7), [(DUTY, RISK), (ALICE, BOND), (NORA, RISK), (NICK, RISK)]);
        // There is one second committee for all.
        assert_eq!(Opened::get().len(), 1);
    });
}

#[test]
fn weighs_a_joiner_without_a_second_committee() {
    build_and_execute(|| {
        let task = kept();
        let weight = |who, node| {
            let call = Disputes::dispute(signed(who), task, node, Hash::zero(), BOND);
            call.unwrap().actual_weight.unwrap()
        };
        let own = <() as WeightInfo>::dispute();
        assert_eq!(weight(ALICE, None), own + FakeSeconds::weight());
        assert_eq!(weight(NINA, Some(NINA)), own);
    });
}

#[test]
fn is_possible_until_the_last_block_of_the_window() {
    build_and_execute(|| {
        let (one, other) = (kept(), kept());
        run_to(101);
        assert_ok!(dispute(one, None, answer(2)));
        System::set_block_number(102);
        assert_noop!(dispute(other, None, answer(2)), Error::<Test>::TooLate);
        System::set_block_number(101);
        run_to(102);
        assert_noop!(dispute(other, None, answer(2)), Error::<Test>::UnknownTask);
    });
}

#[test]
fn takes_joins_for_seven_more_blocks() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        run_to(8);
        assert_ok!(dispute(task, Some(NINA), answer(2)));
        run_to(9);
        assert_noop!(dispute(task, Some(NORA), answer(2)), Error::<Test>::TooLate);
    });
}

#[test]
fn needs_a_task_that_can_be_disputed() {
    build_and_execute(|| {
        assert_noop!(dispute(5, None, answer(2)), Error::<Test>::UnknownTask);
        assert_noop!(dispute(5, Some(NINA), answer(2)), Error::<Test>::UnknownTask);
    });
}

#[test]
fn is_for_the_payer_alone_without_a_node() {
    build_and_execute(|| {
        let task = kept();
        for who in [BOB, NINA] {
            let call = dispute_by(who, task, None, answer(2), BOND);
            assert_eq!(call, Err(Error::<Test>::NotThePayer.into()));
        }
        assert_noop!(dispute_by(BOB, task, None, answer(2), BOND), Error::<Test>::NotThePayer);
    });
}

#[test]
fn is_for_the_operator_or_the_agent_of_a_node() {
    build_and_execute(|| {
        let task = kept();
        let refused = Error::<Test>::NotForThisNode;
        assert_noop!(dispute_by(BOB, task, Some(NINA), answer(2), BOND), refused);
        let refused = Error::<Test>::NotForThisNode;
        assert_noop!(dispute_by(AGENT, task, Some(NORA), answer(2), BOND), refused);
    });
}

#[test]
fn is_for_nodes_that_could_have_been_drawn() {
    build_and_execute(|| {
        OnDuty::mutate(|nodes| nodes.insert(DUTY, 1));
        let task = kept();
        // It came after the request, which was made in block 0.
        assert_noop!(dispute(task, Some(DUTY), answer(2)), Error::<Test>::NotConcerned);
        assert_noop!(dispute(task, Some(BOB), answer(2)), Error::<Test>::NotConcerned);
        let mut other = settled_task([Some(answer(1)); 3]);
        other.question.version = VERSION + 1;
        keep(8, other);
        assert_noop!(dispute(8, Some(DUTY + 1), answer(2)), Error::<Test>::NotConcerned);
        // A member is concerned, on duty or not.
        OnDuty::mutate(|nodes| nodes.remove(&NINA));
        assert_ok!(dispute(task, Some(NINA), answer(2)));
    });
}

#[test]
fn is_not_for_agents_of_other_nodes_than_members() {
    build_and_execute(|| {
        let task = kept();
        let refused = Error::<Test>::AgentOnlyForMembers;
        assert_noop!(dispute_by(AGENT, task, Some(DUTY), answer(2), BOND), refused);
        assert_ok!(dispute(task, Some(DUTY), answer(2)));
    });
}

#[test]
fn is_not_for_nodes_that_are_jailed_or_leave() {
    build_and_execute(|| {
        let task = kept();
        Idle::set(vec![NINA, DUTY]);
        for node in [NINA, DUTY] {
            assert_noop!(dispute(task, Some(node), answer(2)), Error::<Test>::NodeNotActive);
        }
    });
}

#[test]
fn is_possible_once_for_each() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        assert_ok!(dispute(task, Some(NINA), answer(2)));
        let refused = Error::<Test>::AlreadyDisputing;
        assert_noop!(dispute_by(ALICE, task, None, answer(3), BOND + 1), refused);
        let refused = Error::<Test>::AlreadyDisputing;
        assert_noop!(dispute_by(AGENT, task, Some(NINA), answer(3), BOND), refused);
    });
}

#[test]
fn counts_an_account_once_that_is_payer_and_node() {
    build_and_execute(|| {
        let payer = DUTY;
        keep(4, nes_traits::SettledTask { payer, ..settled_task([Some(answer(1)); 3]) });
        assert_ok!(dispute_by(DUTY, 4, None, answer(2), BOND));
        assert_noop!(dispute(4, Some(DUTY), answer(2)), Error::<Test>::AlreadyDisputing);
    });
}

#[test]
fn is_limited_to_three_at_once_for_a_node() {
    build_and_execute(|| {
        let tasks = [(); 4].map(|()| kept());
        for task in &tasks[..3] {
            assert_ok!(dispute(*task, Some(NINA), answer(2)));
        }
        assert_noop!(dispute(tasks[3], Some(NINA), answer(2)), Error::<Test>::TooManyDisputes);
        // A payer has no such limit.
        for task in tasks {
            assert_ok!(dispute(task, None, answer(2)));
        }
        assert_eq!(Disputes::open_disputes(&ALICE).len(), 4);
        judge(tasks[0], answer(1));
        assert_ok!(dispute(tasks[3], Some(NINA), answer(2)));
    });
}

#[test]
fn takes_no_lower_bond_than_the_price_of_all_seats() {
    build_and_execute(|| {
        let task = kept();
        assert_eq!(Disputes::bond(&question(0)), Some(BOND));
        for node in [None, Some(NINA)] {
            let who = node.unwrap_or(ALICE);
            let call = dispute_by(who, task, node, answer(2), BOND - 1);
            assert_eq!(call, Err(Error::<Test>::BondTooLow.into()));
        }
        assert_noop!(dispute_by(ALICE, task, None, answer(2), 0), Error::<Test>::BondTooLow);
    });
}

#[test]
fn takes_exactly_that_from_a_node() {
    build_and_execute(|| {
        let task = kept();
        let refused = Error::<Test>::BondNotExact;
        assert_noop!(dispute_by(NINA, task, Some(NINA), answer(2), BOND + 1), refused);
    });
}

#[test]
fn needs_the_bond_beside_the_existential_deposit() {
    build_and_execute(|| {
        let task = kept();
        let free = START_BALANCE - LEAST;
        let refused = Error::<Test>::InsufficientBalance;
        assert_noop!(dispute_by(ALICE, task, None, answer(2), free + 1), refused);
        let refused = Error::<Test>::InsufficientBalance;
        assert_noop!(dispute_by(ALICE, task, None, answer(2), Balance::MAX), refused);
        assert_ok!(dispute_by(ALICE, task, None, answer(2), free));
        assert_eq!(Balances::free_balance(ALICE), LEAST);
    });
}

#[test]
fn leaves_enough_nodes_for_the_draw() {
    build_and_execute(|| {
        let task = kept();
        // Three members and the disputer leave 17 of 21 nodes.
        let nodes = |number| {
            let nodes = NODES.into_iter().chain(DUTY..);
            OnDuty::set(nodes.take(number).map(|node| (node, 0)).collect());
        };
        nodes(21);
        assert_noop!(dispute(task, Some(DUTY), answer(2)), Error::<Test>::TooFewNodes);
        // A member is none of the others.
        assert_ok!(dispute(task, Some(NINA), answer(2)));
        assert_noop!(dispute(task, Some(DUTY), answer(2)), Error::<Test>::TooFewNodes);
        nodes(22);
        assert_ok!(dispute(task, Some(DUTY), answer(2)));
    });
}

#[test]
fn displaces_the_latest_of_the_smallest_risks() {
    build_and_execute(|| {
        let task = kept();
        let stake = |node, stake| Stakes::mutate(|stakes| stakes.insert(node, stake));
        for (node, amount) in [(DUTY, 400), (DUTY + 1, 200), (DUTY + 2, 200), (DUTY + 3, 600)] {
            stake(node, amount);
            assert_ok!(dispute(task, Some(node), answer(2)));
        }
        stake(NINA, 219);
        // A twentieth of it is 10, rounded down, no more than of 200.
        assert_noop!(dispute(task, Some(NINA), answer(2)), Error::<Test>::PlacesTaken);
        stake(NINA, 220);
        events();
        assert_ok!(dispute(task, Some(NINA), answer(2)));
        let (who, node) = (DUTY + 2, Some(DUTY + 2));
        assert_eq!(events()[1..], [Event::Displaced { task, who, node, bond: BOND }]);
        let places = [(DUTY, 20), (DUTY + 1, 10), (DUTY + 3, 30), (NINA, 11)];
        assert_eq!(disputers(task), places);
        assert_eq!((gain(DUTY + 2), gain(NINA)), (0, -(BOND as i128)));
        assert!(Disputes::open_disputes(&(DUTY + 2)).is_empty());
        // Who was displaced can come again with more.
        assert_noop!(dispute(task, Some(DUTY + 2), answer(2)), Error::<Test>::PlacesTaken);
        stake(DUTY + 2, 220);
        assert_ok!(dispute(task, Some(DUTY + 2), answer(2)));
    });
}

#[test]
fn has_as_many_places_as_the_rules_give() {
    build_by_and_execute(DEVELOPMENT, || {
        let task = kept();
        let bond = 5 * SEAT_PRICE;
        assert_eq!(Disputes::bond(&question(0)), Some(bond));
        for node in [NINA, NORA] {
            assert_ok!(dispute_by(node, task, Some(node), answer(2), bond));
        }
        let refused = Error::<Test>::PlacesTaken;
        assert_noop!(dispute_by(NICK, task, Some(NICK), answer(2), bond), refused);
        let SecondCommittee { seats, quorum, .. } = Opened::get().remove(0);
        assert_eq!((seats, quorum), (5, 4));
    });
}

#[test]
fn fails_as_a_whole_if_no_second_committee_opens() {
    build_and_execute(|| {
        let task = kept();
        NoSeconds::set(true);
        assert_noop!(dispute(task, None, answer(2)), sp_runtime::DispatchError::Exhausted);
    });
}
