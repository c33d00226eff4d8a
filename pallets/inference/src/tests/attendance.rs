use nes_traits::EndedMember;

use super::*;

/// The attendance of a seat at [`PRICE`], 10 and 100 × 1 for base and input, with the node's part.
const FULL: (Balance, Balance) = (110, 11);
/// The attendance of [`NORA`]'s seat, 5 and 100 × 1.
const NORAS: (Balance, Balance) = (105, 10);
/// A tenth of it, rounded up, which the treasury gets; the same for all three.
const TENTH: Balance = 11;

/// Returns the result for a member that attended.
fn paid(node: u64, answer: Answer, (amount, reward): (Balance, Balance)) -> MemberReceipt<u64> {
    let (answer, conduct) = (Some(answer), MemberConduct::Attended);
    MemberReceipt { node, answer, conduct, paid: amount, parts: attended(amount, reward) }
}

/// Returns the result for a member for whose seat a tenth was paid.
fn tenth(node: u64, answer: Option<Answer>, conduct: MemberConduct) -> MemberReceipt<u64> {
    MemberReceipt { node, answer, conduct, paid: TENTH, parts: attended(TENTH, 0) }
}

/// Checks the receipt of the task that ended last, whose first draw was its only one, and every
/// balance: the `rewards` of [`NODES`], the rest of what was paid at the treasury, and the payer's
/// refund.
fn check_end(outcome: Outcome, members: [MemberReceipt<u64>; 3], rewards: [Balance; 3]) {
    let Receipt { outcome: was, members: were, paid, work_fee, refund, .. } = receipt();
    assert_eq!(was, outcome);
    assert_eq!(were, members.to_vec());
    assert_eq!(work_fee, SETTLEMENT);
    assert_eq!(refund, TAKEN - paid - SETTLEMENT);
    for (node, reward) in NODES.into_iter().zip(rewards) {
        assert_eq!(Balances::free_balance(node), START_BALANCE + reward);
    }
    let rewards: Balance = rewards.iter().sum();
    assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + paid - rewards);
    assert_eq!(Balances::free_balance(PUBLISHER), START_BALANCE);
    assert_eq!(Balances::free_balance(ALICE), START_BALANCE - paid - SETTLEMENT);
    assert_eq!((collected(), escrows()), (SETTLEMENT, 0));
    // The market hears of the treasury's part.
    let protocol = |member: EndedMember<u64>| member.protocol;
    let ended = Closed::get().pop().unwrap().members.into_iter().map(protocol);
    assert!(ended.eq(members.iter().map(|member| member.parts.treasury)));
}

/// Requests a task with a remote input, and commits its members to `answers`.
fn revealing_remote(answers: [Answer; 3]) -> TaskId {
    let task = NextTaskId::<Test>::get();
    assert_ok!(request(ALICE, |wish| wish.input = remote()));
    run_to(System::block_number() + 2);
    for (node, answer) in NODES.into_iter().zip(answers) {
        assert_ok!(commit(task, node, answer));
    }
    task
}

#[test]
fn is_paid_to_who_answered_without_a_quorum() {
    build_and_execute(|| {
        let issuance = Balances::total_issuance();
        settle([answer(1), answer(2), INVALID]);
        check_end(
            Outcome::Inconclusive,
            [paid(NINA, answer(1), FULL), paid(NORA, answer(2), NORAS), paid(NICK, INVALID, FULL)],
            [11, 10, 11],
        );
        assert_eq!(Balances::total_issuance(), issuance);
        assert_eq!((served(), failed(), winners()), (NODES.to_vec(), vec![], vec![]));
    });
}

#[test]
fn is_not_paid_for_the_silent_where_someone_answered() {
    build_and_execute(|| {
        // NORA withholds, and NICK does not commit.
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(28);
        assert_ok!(commit(task, NORA, answer(1)));
        run_to(29);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(49);
        check_end(
            Outcome::Inconclusive,
            [
                paid(NINA, answer(1), FULL),
                at_fault(NORA, None, ServiceFault::NoReveal),
                at_fault(NICK, None, ServiceFault::NoCommit),
            ],
            [11, 0, 0],
        );
        let silent = [(NORA, ServiceFault::NoReveal), (NICK, ServiceFault::NoCommit)];
        assert_eq!((served(), faults(), winners()), (vec![NINA], silent.to_vec(), vec![]));
    });
}

#[test]
fn is_paid_to_who_agreed_that_there_is_no_output() {
    let (low, high) = (output(1).result, output(2).result);
    for reason in [Unservable::Invalid, Unservable::TooLarge, Unservable::Ambiguous(low, high)] {
        let given = Answer::Unservable(reason);
        build_and_execute(|| {
            settle([given; 3]);
            check_end(
                Outcome::Unservable { reason },
                [paid(NINA, given, FULL), paid(NORA, given, NORAS), paid(NICK, given, FULL)],
                [11, 10, 11],
            );
        });
        build_and_execute(|| {
            settle([given, answer(1), given]);
            let wrong = at_fault(NORA, Some(answer(1)), ServiceFault::WrongAnswer);
            check_end(
                Outcome::Unservable { reason },
                [paid(NINA, given, FULL), wrong, paid(NICK, given, FULL)],
                [11, 0, 11],
            );
        });
    }
}

#[test]
fn is_a_tenth_of_who_could_not_read_the_input() {
    let blameless = |node| tenth(node, Some(UNREADABLE), MemberConduct::Blameless);
    let all = [UNREADABLE; 3];
    build_and_execute(|| {
        reveal_all(revealing_remote(all), all);
        let reason = Unservable::Unreadable;
        check_end(Outcome::Unservable { reason }, NODES.map(blameless), [0; 3]);
    });
    build_and_execute(|| {
        // One could: it attended, although a quorum says nothing of its answer.
        let answers = [UNREADABLE, answer(1), UNREADABLE];
        reveal_all(revealing_remote(answers), answers);
        check_end(
            Outcome::Unservable { reason: Unservable::Unreadable },
            [blameless(NINA), paid(NORA, answer(1), NORAS), blameless(NICK)],
            [0, 10, 0],
        );
    });
    build_and_execute(|| {
        let answers = [UNREADABLE, answer(1), answer(2)];
        reveal_all(revealing_remote(answers), answers);
        check_end(
            Outcome::Inconclusive,
            [blameless(NINA), paid(NORA, answer(1), NORAS), paid(NICK, answer(2), FULL)],
            [0, 10, 11],
        );
    });
    build_and_execute(|| {
        let answers = [UNREADABLE, INVALID, INVALID];
        reveal_all(revealing_remote(answers), answers);
        check_end(
            Outcome::Unservable { reason: Unservable::Invalid },
            [blameless(NINA), paid(NORA, INVALID, NORAS), paid(NICK, INVALID, FULL)],
            [0, 10, 11],
        );
    });
}

#[test]
fn is_not_paid_beside_an_agreed_output() {
    build_and_execute(|| {
        let answers = [UNREADABLE, answer(1), answer(1)];
        reveal_all(revealing_remote(answers), answers);
        let Receipt { outcome, members, paid, .. } = receipt();
        assert_eq!(outcome, Outcome::Agreed { output: output(1) });
        assert_eq!(members[0], unpaid(NINA, Some(UNREADABLE), MemberConduct::Blameless));
        assert_eq!(members[1], won(NORA, answer(1), fee(CHEAPER)));
        assert_eq!(paid, 130 + 115);
    });
    build_and_execute(|| {
        settle([answer(1), INVALID, answer(1)]);
        let Receipt { members, paid, .. } = receipt();
        assert_eq!(members[1], at_fault(NORA, Some(INVALID), ServiceFault::WrongAnswer));
        assert_eq!(paid, 2 * 130);
    });
}

#[test]
fn is_a_tenth_of_every_seat_where_nobody_revealed() {
    build_and_execute(|| {
        drawn();
        run_to(29);
        let missed = |node| tenth(node, None, MemberConduct::Failed(ServiceFault::NoCommit));
        check_end(Outcome::Expired, NODES.map(missed), [0; 3]);
        assert_eq!(faults(), NODES.map(|node| (node, ServiceFault::NoCommit)));
    });
    build_and_execute(|| {
        revealing([answer(1); 3]);
        run_to(24);
        let withheld = |node| tenth(node, None, MemberConduct::Failed(ServiceFault::NoReveal));
        check_end(Outcome::Expired, NODES.map(withheld), [0; 3]);
        assert_eq!(faults(), NODES.map(|node| (node, ServiceFault::NoReveal)));
    });
    build_and_execute(|| {
        // NICK is overtaken by two that withhold.
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        assert_ok!(commit(task, NORA, answer(1)));
        run_to(27);
        let withheld = |node| tenth(node, None, MemberConduct::Failed(ServiceFault::NoReveal));
        check_end(
            Outcome::Expired,
            [withheld(NINA), withheld(NORA), tenth(NICK, None, MemberConduct::Overtaken)],
            [0; 3],
        );
    });
}

/// Lets a migration take block 5 and goes on until `block`.
fn interrupted_until(block: u64) {
    run_to(4);
    Migrating::set(true);
    run_to(5);
    Migrating::set(false);
    run_to(block);
}

#[test]
fn is_nothing_where_nobody_could_answer_because_the_chain_took_no_calls() {
    build_and_execute(|| {
        drawn();
        interrupted_until(29);
        let silent = |node| unpaid(node, None, MemberConduct::Blameless);
        check_end(Outcome::Expired, NODES.map(silent), [0; 3]);
    });
    build_and_execute(|| {
        revealing([answer(1); 3]);
        interrupted_until(24);
        let silent = |node| unpaid(node, None, MemberConduct::Blameless);
        check_end(Outcome::Expired, NODES.map(silent), [0; 3]);
    });
}

#[test]
fn is_paid_to_who_answered_although_the_chain_took_no_calls() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        interrupted_until(24);
        check_end(
            Outcome::Inconclusive,
            [
                paid(NINA, answer(1), FULL),
                unpaid(NORA, None, MemberConduct::Blameless),
                unpaid(NICK, None, MemberConduct::Blameless),
            ],
            [11, 0, 0],
        );
    });
}

#[test]
fn is_a_tenth_of_the_whole_price_where_input_is_cheap() {
    build_and_execute(|| {
        // 0.1 for a request, which is 1, nothing for input, and 2 for an output unit.
        with_terms(|terms| {
            terms.shape = Shape { base: 10_000_000, input: 0, output: 200_000_000 };
        });
        // Of a highest price of 1 + 50 × 4; the members ask for 1 + 50 × 2, and NORA for half.
        let taken = 3 * (1 + 50 * 4) + PREPAID;
        settle([answer(1), answer(2), answer(3)]);
        let receipt = receipt_of(taken);
        assert_eq!(
            receipt.members,
            [
                paid(NINA, answer(1), (11, 0)),
                paid(NORA, answer(2), (6, 0)),
                paid(NICK, answer(3), (11, 0)),
            ]
        );
        assert_eq!(receipt.paid, 28);
        assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + 28);

        let task = drawn();
        run_to(System::block_number() + 40);
        assert_eq!(Inference::task(task), None);
        // A tenth of a tenth.
        assert_eq!(receipt_of(taken).members.iter().map(|m| m.paid).collect::<Vec<_>>(), [2, 1, 2]);
    });
}

#[test]
fn can_take_the_whole_escrow_and_no_more() {
    build_and_execute(|| {
        Drawable::set(NODES.map(|node| (node, MAX_PRICE)).to_vec());
        let task = NextTaskId::<Test>::get();
        assert_ok!(request(ALICE, |wish| wish.max_usage = Usage { input: 100, output: 0 }));
        run_to(3);
        let empty = |result| {
            let usage = Usage { input: 100, output: 0 };
            Answer::Output(Output { usage, ..output(result) })
        };
        let answers = [empty(1), empty(2), empty(3)];
        for (node, answer) in NODES.into_iter().zip(answers) {
            assert_ok!(commit(task, node, answer));
        }
        reveal_all(task, answers);
        let escrow = 3 * (20 + 200);
        let Receipt { paid, refund, .. } = receipt_of(escrow + PREPAID);
        assert_eq!((paid, refund), (escrow, PREPAID - SETTLEMENT));
    });
}

#[test]
#[cfg_attr(debug_assertions, should_panic = "payments above what is there for them")]
fn is_no_more_than_what_is_left_in_a_broken_account() {
    build_and_execute(|| {
        let answers = [answer(1), answer(2), answer(3)];
        let task = revealing(answers);
        let thief = signed(Inference::escrow_account());
        assert_ok!(Balances::transfer_keep_alive(thief, BOB, TAKEN - 200));

        reveal_all(task, answers);
        let Some(Event::Settled { members, paid: spent, refund, .. }) = events().pop() else {
            panic!("the task ended")
        };
        let (nina, nora) =
            (paid(NINA, answer(1), FULL), paid(NORA, answer(2), (200 - 110, NORAS.1)));
        assert_eq!(members[..2], [nina, nora]);
        assert_eq!((members[2].paid, spent, refund, escrows()), (0, 200, 0, 0));
    });
}
