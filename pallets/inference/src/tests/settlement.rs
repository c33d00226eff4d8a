use nes_traits::{EndedMember, EndedTask, VersionTerms};
use sp_runtime::Perbill;

use super::*;

#[test]
fn pays_each_winner_at_its_own_price() {
    build_and_execute(|| {
        let issuance = Balances::total_issuance();
        settle([answer(1); 3]);
        let (dear, cheap) = (fee(PRICE), fee(CHEAPER));
        assert_eq!((dear, cheap), (10 + 100 + 10 * 2, 5 + 100 + 10));
        assert_eq!(
            receipt(),
            Receipt {
                task: 0,
                payer: ALICE,
                service: SERVICE,
                version: VERSION,
                input: task_input().content_hash,
                requested: 1,
                outcome: Outcome::Agreed { output: output(1) },
                members: vec![
                    won(NINA, answer(1), dear),
                    won(NORA, answer(1), cheap),
                    won(NICK, answer(1), dear)
                ],
                paid: 375,
                work_fee: SETTLEMENT,
                refund: TAKEN - 375 - SETTLEMENT,
                disputable_until: None,
            }
        );
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 375 - SETTLEMENT);
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
        let Receipt { members, paid, .. } = receipt();
        let fees = [13 + 100 * 2 + 10 * 3, 7 + 100 + 10 * 2, 10 + 100 + 10 * 2];
        assert_eq!(members, [0, 1, 2].map(|i| won(NODES[i], answer(1), fees[i])));
        assert_eq!(paid, 243 + 127 + 130);
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
        assert_ok!(request(ALICE, |wish| wish.version = VERSION + 1));
        // What changes after the request does not matter to it.
        Versions::mutate(|versions| versions.clear());
        run_to(System::block_number() + 2);
        for node in NODES {
            assert_ok!(commit(task, node, answer(1)));
        }
        reveal_all(task, [answer(1); 3]);
        assert_eq!(earned(), 18 + 26 + 23 + 26);
    });
}

#[test]
fn fails_a_dissenter_of_an_agreed_answer() {
    build_and_execute(|| {
        settle([answer(1), answer(2), answer(1)]);
        let dear = fee(PRICE);
        let Receipt { outcome, members, paid, .. } = receipt();
        assert_eq!(outcome, Outcome::Agreed { output: output(1) });
        assert_eq!(
            members,
            [
                won(NINA, answer(1), dear),
                at_fault(NORA, Some(answer(2)), ServiceFault::WrongAnswer),
                won(NICK, answer(1), dear)
            ]
        );
        assert_eq!(paid, 2 * dear);
        assert_eq!(winners(), [(NINA, ALICE), (NICK, ALICE)]);
        assert_eq!(failed(), [NORA]);
        assert_eq!(served(), [NINA, NICK]);
        assert_eq!(faults(), [(NORA, ServiceFault::WrongAnswer)]);
    });
}

#[test]
fn counts_another_usage_as_another_answer() {
    build_and_execute(|| {
        let more = Answer::Output(Output { usage: MAX_USAGE, ..output(1) });
        settle([answer(1), more, answer(1)]);
        assert_eq!(failed(), [NORA]);
    });
}

#[test]
fn pays_a_quorum_beside_a_silent_member() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_ok!(reveal(task, NORA, answer(1)));
        run_to(8);
        let Receipt { outcome, members, paid, .. } = receipt();
        assert_eq!(outcome, Outcome::Agreed { output: output(1) });
        assert_eq!(members[2], unpaid(NICK, None, MemberConduct::Overtaken));
        assert_eq!(paid, 245);
        assert_eq!(winners(), [(NINA, ALICE), (NORA, ALICE)]);
        assert!(failed().is_empty());
    });
}

#[test]
fn blames_nobody_for_silence_when_the_chain_took_no_calls() {
    build_and_execute(|| {
        // NORA commits without revealing, NICK does not commit; a migration takes some blocks.
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(28);
        assert_ok!(commit(task, NORA, answer(1)));
        Migrating::set(true);
        run_to(29);
        Migrating::set(false);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(49);
        let Receipt { outcome, members, .. } = receipt();
        assert_eq!(outcome, Outcome::Inconclusive);
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
        let member = |node, conduct, protocol| EndedMember { node, conduct, lost: false, protocol };
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        let members = vec![
            member(NINA, MemberConduct::Won, 12),
            member(NORA, wrong, 0),
            member(NICK, MemberConduct::Won, 12),
        ];
        let ended = [EndedTask { service: SERVICE, payer: ALICE, slashable: false, members }];
        assert_eq!((Closed::get(), Judged::get()), (ended.to_vec(), ended.to_vec()));
        let refund = TAKEN - 2 * fee(PRICE);
        assert_eq!(Reports::get(), [("conduct", refund), ("market", 0)]);
    });
}

#[test]
fn reports_the_burned_and_the_treasurys_part_of_each_payment() {
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
        // Of an attendance of 110, or 105, the node gets 11, or 10; of a tenth of it nothing.
        settle([answer(1), answer(2), answer(3)]);
        assert_eq!(reported(), [110 - 11, 105 - 10, 110 - 11]);
        drawn();
        run_to(System::block_number() + 26);
        assert_eq!(reported(), [11; 3]);
    });
}

#[test]
fn takes_an_answer_that_consumed_nothing() {
    build_and_execute(|| {
        let none = Answer::Output(Output { usage: Usage::default(), ..output(1) });
        settle([none; 3]);
        assert_eq!(receipt().paid, 10 + 5 + 10);
    });
}

#[test]
fn can_take_the_whole_escrow() {
    build_and_execute(|| {
        Drawable::set(NODES.map(|node| (node, MAX_PRICE)).to_vec());
        settle([Answer::Output(Output { usage: MAX_USAGE, ..output(1) }); 3]);
        let Receipt { paid, refund, .. } = receipt();
        assert_eq!((paid, refund), (ESCROW, PREPAID - SETTLEMENT));
    });
}

#[test]
fn leaves_the_payers_other_escrows() {
    build_and_execute(|| {
        let other = queued();
        reveal_all(revealing([answer(1); 3]), [answer(1); 3]);
        assert!(Inference::task(other).is_some());
        assert_eq!(escrows(), TAKEN);
    });
}

#[test]
fn pays_a_payer_that_spent_all_its_free_balance_back() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        let rest = Balances::free_balance(ALICE) - LEAST;
        assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, rest));
        reveal_all(task, [answer(1); 3]);
        assert_eq!(Balances::free_balance(ALICE), LEAST + TAKEN - 375 - SETTLEMENT);
    });
}

#[test]
fn reaches_its_verdict_after_the_service_is_gone() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        OnSale::set(None);
        reveal_all(task, [answer(1); 3]);
        assert_eq!(Balances::free_balance(PUBLISHER), START_BALANCE + 18);
    });
}

#[test]
#[cfg_attr(debug_assertions, should_panic = "payments above what is there for them")]
fn pays_no_more_than_what_is_left_in_a_broken_account() {
    build_and_execute(|| {
        let issuance = Balances::total_issuance();
        let task = revealing([answer(1); 3]);
        let thief = signed(Inference::escrow_account());
        assert_ok!(Balances::transfer_keep_alive(thief, BOB, TAKEN - 200));
        assert_eq!(escrows(), 200);

        reveal_all(task, [answer(1); 3]);
        let Some(Event::Settled { members, paid, work_fee, refund, .. }) = events().pop() else {
            panic!("the task ended")
        };
        assert_eq!(members[0], won(NINA, answer(1), 130));
        assert_eq!(members[1], won(NORA, answer(1), 70));
        assert_eq!(members[2], won(NICK, answer(1), 0));
        assert_eq!((paid, work_fee, refund, collected()), (200, SETTLEMENT, 0, 0));
        assert_eq!(Balances::total_issuance(), issuance - 6 - 3);
    });
}
