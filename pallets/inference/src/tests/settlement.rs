use frame_support::traits::Hooks;
use nes_traits::{EndedMember, EndedTask, VersionTerms};
use sp_runtime::Perbill;

use super::*;

/// Returns the receipt of a task of [`ALICE`] that has just ended.
fn receipt() -> (Outcome, Vec<MemberReceipt<u64>>, Balance, Balance) {
    match events().pop() {
        Some(Event::Settled {
            payer: ALICE,
            service: SERVICE,
            version: VERSION,
            outcome,
            members,
            paid,
            refund,
            ..
        }) => (outcome, members, paid, refund),
        other => panic!("{other:?}"),
    }
}

fn paid(node: u64, answer: Answer, fee: Balance) -> MemberReceipt<u64> {
    let (answer, conduct) = (Some(answer), MemberConduct::Won);
    MemberReceipt { node, answer, conduct, paid: fee, parts: parts(fee) }
}

fn unpaid(node: u64, answer: Option<Answer>, conduct: MemberConduct) -> MemberReceipt<u64> {
    MemberReceipt { node, answer, conduct, paid: 0, parts: FeeParts::default() }
}

fn at_fault(node: u64, answer: Option<Answer>, fault: ServiceFault) -> MemberReceipt<u64> {
    unpaid(node, answer, MemberConduct::Failed(fault))
}

/// Settles a task whose members committed to `answers` and all revealed.
fn settle(answers: [Answer; 3]) {
    let task = revealing(answers);
    for (node, answer) in NODES.into_iter().zip(answers) {
        assert_ok!(reveal(task, node, answer));
    }
    assert_eq!(Inference::task(task), None);
    assert_eq!(escrows(), 0);
}

#[test]
fn pays_each_winner_at_its_own_price() {
    build_and_execute(|| {
        let issuance = Balances::total_issuance();
        settle([answer(1); 3]);
        let (dear, cheap) = (fee(PRICE), fee(CHEAPER));
        assert_eq!((dear, cheap), (10 + 100 + 10 * 2, 5 + 100 + 10));
        let (outcome, members, spent, refund) = receipt();
        assert_eq!(outcome, Outcome::Agreed { answer: answer(1) });
        assert_eq!(
            members,
            [
                paid(NINA, answer(1), dear),
                paid(NORA, answer(1), cheap),
                paid(NICK, answer(1), dear)
            ]
        );
        assert_eq!((spent, refund), (375, ESCROW - 375));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 375);
        assert_eq!(Balances::free_balance(NORA), START_BALANCE + parts(cheap).node);
        assert_eq!(Balances::free_balance(PUBLISHER), START_BALANCE + 6 + 6 + 6);
        assert_eq!(Balances::total_issuance(), issuance - 6 - 5 - 6);
        assert_eq!(winners(), NODES.map(|node| (node, ALICE)));
        assert!(failed().is_empty());
    });
}

#[test]
fn rounds_each_part_of_a_price_up_for_the_node() {
    build_and_execute(|| {
        // Of 13, an input unit costs 1.3 and an output unit 2.6; of 7 they cost 0.7 and 1.4.
        Drawable::set(vec![(NINA, 13), (NORA, 7), (NICK, PRICE)]);
        settle([answer(1); 3]);
        let (_, members, spent, refund) = receipt();
        let fees = [13 + 100 * 2 + 10 * 3, 7 + 100 + 10 * 2, 10 + 100 + 10 * 2];
        assert_eq!(members, [0, 1, 2].map(|i| paid(NODES[i], answer(1), fees[i])));
        assert_eq!((spent, refund), (243 + 127 + 130, ESCROW - 500));
        assert_eq!(Balances::free_balance(NINA), START_BALANCE + 243 - 12 - 12 - 12);
    });
}

#[test]
fn charges_the_royalty_of_the_version() {
    build_and_execute(|| {
        let dearer = VersionTerms { royalty: Perbill::from_percent(20), ..version_terms() };
        Versions::mutate(|versions| versions.insert(VERSION + 1, dearer));
        settle([answer(1); 3]);
        let earned = || Balances::free_balance(PUBLISHER) - START_BALANCE;
        assert_eq!(earned(), 6 + 6 + 6);

        let task = NextTaskId::<Test>::get();
        assert_ok!(request(ALICE, |request| request.version = VERSION + 1));
        // What changes after the request does not matter to it.
        Versions::mutate(|versions| versions.clear());
        run_to(System::block_number() + 2);
        for node in NODES {
            assert_ok!(commit(task, node, answer(1)));
        }
        for node in NODES {
            assert_ok!(reveal(task, node, answer(1)));
        }
        assert_eq!(earned(), 18 + 26 + 23 + 26);
    });
}

#[test]
fn fails_a_dissenter_of_an_agreed_answer() {
    build_and_execute(|| {
        settle([answer(1), answer(2), answer(1)]);
        let dear = fee(PRICE);
        let (outcome, members, spent, refund) = receipt();
        assert_eq!(outcome, Outcome::Agreed { answer: answer(1) });
        assert_eq!(
            members,
            [
                paid(NINA, answer(1), dear),
                at_fault(NORA, Some(answer(2)), ServiceFault::WrongAnswer),
                paid(NICK, answer(1), dear)
            ]
        );
        assert_eq!((spent, refund), (2 * dear, ESCROW - 2 * dear));
        assert_eq!(winners(), [(NINA, ALICE), (NICK, ALICE)]);
        assert_eq!(failed(), [NORA]);
        assert_eq!(served(), [NINA, NICK]);
        assert_eq!(faults(), [(NORA, ServiceFault::WrongAnswer)]);
    });
}

#[test]
fn counts_another_usage_as_another_answer() {
    build_and_execute(|| {
        let more = Answer { usage: MAX_USAGE, ..answer(1) };
        settle([answer(1), more, answer(1)]);
        assert_eq!(failed(), [NORA]);
    });
}

#[test]
fn pays_nobody_without_a_quorum_and_blames_nobody_who_answered() {
    build_and_execute(|| {
        settle([answer(1), answer(2), answer(3)]);
        let (outcome, members, spent, refund) = receipt();
        assert_eq!(outcome, Outcome::Inconclusive);
        assert_eq!(members[1], unpaid(NORA, Some(answer(2)), MemberConduct::Unjudged));
        assert_eq!((spent, refund), (0, ESCROW));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
        assert_eq!((winners(), failed()), (vec![], vec![]));
        assert_eq!((served(), faults()), (NODES.to_vec(), vec![]));
    });
}

#[test]
fn fails_who_was_silent_whatever_the_outcome() {
    build_and_execute(|| {
        // NORA commits without revealing, NICK does not commit.
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        assert_ok!(commit(task, NORA, answer(1)));
        run_to(24);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(45);
        assert_eq!(Inference::task(task), None);
        let (outcome, members, spent, refund) = receipt();
        assert_eq!(outcome, Outcome::Inconclusive);
        assert_eq!(
            members,
            [
                unpaid(NINA, Some(answer(1)), MemberConduct::Unjudged),
                at_fault(NORA, None, ServiceFault::NoReveal),
                at_fault(NICK, None, ServiceFault::NoCommit)
            ]
        );
        assert_eq!((spent, refund), (0, ESCROW));
        assert!(winners().is_empty());
        assert_eq!(failed(), [NORA, NICK]);
        assert_eq!(served(), [NINA]);
        let silent = [(NORA, ServiceFault::NoReveal), (NICK, ServiceFault::NoCommit)];
        assert_eq!(faults(), silent);
    });
}

#[test]
fn pays_a_quorum_beside_a_silent_member() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_ok!(reveal(task, NORA, answer(1)));
        run_to(24);
        let (outcome, _, spent, refund) = receipt();
        assert_eq!(outcome, Outcome::Agreed { answer: answer(1) });
        assert_eq!((spent, refund), (245, ESCROW - 245));
        assert_eq!(winners(), [(NINA, ALICE), (NORA, ALICE)]);
        assert_eq!(failed(), [NICK]);
        assert_eq!(faults(), [(NICK, ServiceFault::NoReveal)]);
    });
}

#[test]
fn expires_when_nobody_revealed() {
    build_and_execute(|| {
        revealing([answer(1); 3]);
        run_to(24);
        let (outcome, members, spent, refund) = receipt();
        assert_eq!(outcome, Outcome::Expired);
        assert_eq!(members, NODES.map(|node| at_fault(node, None, ServiceFault::NoReveal)));
        assert_eq!((spent, refund), (0, ESCROW));
        assert_eq!(failed(), NODES);
        assert_eq!(faults(), NODES.map(|node| (node, ServiceFault::NoReveal)));
    });
}

#[test]
fn blames_nobody_for_silence_when_the_chain_took_no_calls() {
    build_and_execute(|| {
        // NORA commits without revealing, NICK does not commit; a migration takes some blocks.
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        assert_ok!(commit(task, NORA, answer(1)));
        Migrating::set(true);
        System::set_block_number(19);
        Inference::on_initialize(19);
        Migrating::set(false);
        run_to(24);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(45);
        let (outcome, members, spent, refund) = receipt();
        assert_eq!((outcome, spent, refund), (Outcome::Inconclusive, 0, ESCROW));
        let silent = [NORA, NICK].map(|node| unpaid(node, None, MemberConduct::Blameless));
        assert_eq!(members[1..], silent);
        assert_eq!((failed(), faults(), served()), (vec![], vec![], vec![NINA]));

        // The next task is not affected.
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(System::block_number() + 21);
        assert_eq!(failed(), [NORA, NICK]);
    });
}

#[test]
fn reports_the_conduct_before_the_refund_and_the_end_after_it() {
    build_and_execute(|| {
        settle([answer(1), answer(2), answer(1)]);
        let member = |node, conduct, protocol| EndedMember { node, conduct, protocol };
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        let members = vec![
            member(NINA, MemberConduct::Won, 12),
            member(NORA, wrong, 0),
            member(NICK, MemberConduct::Won, 12),
        ];
        let ended = [EndedTask { service: SERVICE, payer: ALICE, members }];
        assert_eq!((Closed::get(), Judged::get()), (ended.to_vec(), ended.to_vec()));
        let refund = ESCROW - 2 * fee(PRICE);
        assert_eq!(Reports::get(), [("conduct", refund), ("market", 0)]);
    });
}

#[test]
fn reports_the_burned_and_the_treasurys_part_of_each_winners_fee() {
    let reported = || -> Vec<Balance> {
        let ended = Closed::take().pop().unwrap();
        assert_eq!(Judged::take().pop(), Some(ended.clone()));
        ended.members.into_iter().map(|member| member.protocol).collect()
    };
    build_and_execute(|| {
        // A twentieth of 130, and of 115, is burned and another is the treasury's.
        settle([answer(1); 3]);
        assert_eq!(reported(), [6 + 6, 5 + 5, 6 + 6]);
        settle([answer(2), answer(1), answer(1)]);
        assert_eq!(reported(), [0, 5 + 5, 6 + 6]);
        settle([answer(1), answer(2), answer(3)]);
        assert_eq!(reported(), [0; 3]);
        drawn();
        run_to(System::block_number() + 21);
        assert_eq!(reported(), [0; 3]);
    });
}

#[test]
fn takes_an_answer_that_consumed_nothing() {
    build_and_execute(|| {
        let none = Answer { usage: Usage::default(), ..answer(1) };
        settle([none; 3]);
        let (_, _, spent, _) = receipt();
        assert_eq!(spent, 10 + 5 + 10);
    });
}

#[test]
fn can_take_the_whole_escrow() {
    build_and_execute(|| {
        Drawable::set(NODES.map(|node| (node, MAX_PRICE)).to_vec());
        settle([Answer { usage: MAX_USAGE, ..answer(1) }; 3]);
        let (_, _, spent, refund) = receipt();
        assert_eq!((spent, refund), (ESCROW, 0));
    });
}

#[test]
fn leaves_the_payers_other_escrows() {
    build_and_execute(|| {
        let other = queued();
        let task = revealing([answer(1); 3]);
        for node in NODES {
            assert_ok!(reveal(task, node, answer(1)));
        }
        assert!(Inference::task(other).is_some());
        assert_eq!(escrows(), ESCROW);
    });
}

#[test]
fn pays_a_payer_that_spent_all_its_free_balance_back() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        let rest = Balances::free_balance(ALICE) - LEAST;
        assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, rest));
        for node in NODES {
            assert_ok!(reveal(task, node, answer(1)));
        }
        assert_eq!(Balances::free_balance(ALICE), LEAST + ESCROW - 375);
    });
}

#[test]
fn reaches_its_verdict_after_the_service_is_gone() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        OnSale::set(None);
        for node in NODES {
            assert_ok!(reveal(task, node, answer(1)));
        }
        assert_eq!(Balances::free_balance(PUBLISHER), START_BALANCE + 18);
    });
}

#[test]
#[cfg_attr(debug_assertions, should_panic = "fees above what is there for them")]
fn pays_no_more_than_what_is_left_in_a_broken_account() {
    build_and_execute(|| {
        let issuance = Balances::total_issuance();
        let task = revealing([answer(1); 3]);
        let thief = signed(Inference::escrow_account());
        assert_ok!(Balances::transfer_keep_alive(thief, BOB, ESCROW - 200));
        assert_eq!(escrows(), 200);

        for node in NODES {
            assert_ok!(reveal(task, node, answer(1)));
        }
        let (_, members, spent, refund) = receipt();
        assert_eq!(members[0], paid(NINA, answer(1), 130));
        assert_eq!(members[1], paid(NORA, answer(1), 70));
        assert_eq!(members[2], paid(NICK, answer(1), 0));
        assert_eq!((spent, refund), (200, 0));
        assert_eq!(Balances::total_issuance(), issuance - 6 - 3);
    });
}
