//! The duties that wait: the ranking, the slashes, the judgements and the era.

use frame_election_provider_support::SortedListProvider;
use frame_support::assert_ok;
use nes_traits::Award;
use sp_runtime::Perbill;

use super::{change_node, executed, notices, notices_after_a_report};
use crate::{
    mock::*,
    tests::steps::{fail, lose, lose_with, sit},
    ActiveEra, ConductQueue, ConductQueueFrom, Conducts, NextSlashId, OpenSlashes, SlashQueue,
    SlashQueueFrom, SlashState,
};

#[test]
fn nobody_else_is_ranked() {
    notices("a node is ranked that is no candidate", || {
        assert_ok!(Ranking::on_insert(BOB, STAKE));
    });
}

#[test]
fn every_candidate_is_ranked() {
    notices("a candidate is not ranked", || Ranking::on_remove(&ALICE).unwrap());
}

#[test]
fn a_rank_is_the_stake() {
    notices("a candidate is not ranked by its stake", || {
        assert_ok!(Ranking::on_update(&ALICE, STAKE + 1));
    });
}

#[test]
fn an_exhausted_node_is_not_ranked() {
    notices("an exhausted node is ranked", || {
        change_node(ALICE, |node| {
            let slashes: Vec<_> = (0..48).map(|id| executed(id, Perbill::zero())).collect();
            node.slashes = slashes.try_into().unwrap();
        });
    });
}

#[test]
fn slashes_are_in_order() {
    notices("slashes are out of order", || {
        change_node(BOB, |node| {
            let slashes = [1, 0].map(|id| executed(id, Perbill::zero()));
            node.slashes = slashes.to_vec().try_into().unwrap();
        });
    });
}

#[test]
fn a_node_is_jailed_as_its_slashes_say() {
    notices("a node is not jailed as its slashes say", || {
        change_node(BOB, |node| node.jailed_until = Some(9));
    });
}

#[test]
fn a_slash_has_a_number_that_was_given() {
    notices("a slash has a number to come", || {
        change_node(BOB, |node| node.slashes.try_push(executed(0, Perbill::zero())).unwrap());
    });
    notices_after_a_report("a slash has a number to come", || NextSlashId::<Test>::put(0));
}

#[test]
fn pending_slashes_are_open_and_no_others() {
    notices_after_a_report("a slash is open that is not pending, or not", || {
        change_node(ALICE, |node| {
            node.slashes.iter_mut().for_each(|slash| slash.state = SlashState::Cancelled);
        });
    });
    notices_after_a_report("a slash is open that is not pending, or not", || {
        OpenSlashes::<Test>::remove(0);
    });
}

#[test]
fn only_an_equivocation_stays_on_the_list_when_it_is_cancelled() {
    notices("a cancelled slash is on the list that is for no equivocation", || {
        lose(BOB, 5);
        change_node(BOB, |node| node.slashes[0].state = SlashState::Cancelled);
        OpenSlashes::<Test>::remove(0);
    });
}

#[test]
fn awards_come_out_of_a_lost_dispute() {
    let award = Award { who: EVE, amount: 1, owed: 0 };
    notices_after_a_report("a slash has awards that is for no dispute", || {
        OpenSlashes::<Test>::mutate_extant(0, |open| open.awards.try_push(award).unwrap());
    });
}

#[test]
fn an_award_is_something_for_another() {
    let changes: [fn(&mut Award<u64>); 2] = [|award| award.amount = 0, |award| award.who = BOB];
    for change in changes {
        notices("an award is empty, or for the slashed node", || {
            lose_with(BOB, 5, &[(EVE, UNIT, 0)]);
            assert_ok!(NodeStaking::do_try_state());
            OpenSlashes::<Test>::mutate_extant(0, |open| open.awards.iter_mut().for_each(change));
        });
    }
}

#[test]
fn an_open_slash_is_due() {
    notices_after_a_report("an open slash is not due in its era", || {
        SlashQueue::<Test>::remove(2, 0);
        SlashQueue::<Test>::insert(3, 0, ());
    });
}

#[test]
fn an_open_slash_is_not_passed_over() {
    notices_after_a_report("an open slash was passed over", || SlashQueueFrom::<Test>::put(3));
}

#[test]
fn a_slash_that_is_due_is_open() {
    notices_after_a_report("a slash is due that is not open", || {
        SlashQueue::<Test>::insert(2, 1, ())
    });
}

#[test]
fn a_node_with_failed_tasks_waits_to_be_judged() {
    notices("a node with failed tasks is not to be judged", || {
        fail(BOB, 4);
        assert_ok!(NodeStaking::do_try_state());
        ConductQueue::<Test>::remove(0, BOB);
    });
}

#[test]
fn a_node_that_missed_seats_waits_to_be_judged() {
    notices("a node with failed tasks is not to be judged", || {
        sit(BOB, 8, 5);
        assert_ok!(NodeStaking::do_try_state());
        ConductQueue::<Test>::remove(0, BOB);
    });
}

#[test]
fn faults_that_jailed_a_node_are_forgotten() {
    notices("faults are remembered that have jailed a node", || {
        Conducts::<Test>::mutate(BOB, |row| row.faults = vec![0; 10].try_into().unwrap());
    });
    notices("faults are remembered that have jailed a node", || {
        Conducts::<Test>::mutate(BOB, |row| row.disputes = vec![0; 3].try_into().unwrap());
    });
}

#[test]
fn a_node_to_judge_is_not_passed_over() {
    notices("a node to judge was passed over", || {
        fail(BOB, 4);
        ConductQueueFrom::<Test>::put(1);
    });
}

#[test]
fn the_era_is_the_sessions() {
    notices("the era is not the current session's", || ActiveEra::<Test>::put(1));
}
