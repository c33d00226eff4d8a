//! Draws that a payer repeats until his own nodes have the quorum.

use frame_support::assert_noop;
use nes_core::{AccountId, Answer, Balance, Outcome, Receipt, TaskId, Unservable};
use nes_runtime::{constants::currency::UNIT, genesis::DEVELOPMENT, Runtime};
use nes_runtime_api::RequestSpec;
use pallet_inference::{Call as InferenceCall, Error, Phase, Tasks};
use sp_keyring::Sr25519Keyring::{self, Ferdie};

use super::{
    ended, members, open_market_with_own, record, requested, submit, wealth, Record,
    BASE_AND_INPUT, FEE, OWN,
};
use crate::common::{
    call, hurry, on_chain, run,
    task::{
        answer, commit, open_market, remote_spec, request, request_call, request_spec, reveal,
        unservable, NODES, PAYER,
    },
    without_emission,
};

/// The number of tasks that the attacker requests in each way.
const TASKS: u32 = 40;

/// A way to get no answer from a committee in which the attacker has one node or none.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Way {
    /// An input that no honest node can fetch; they say so, and the attacker's node nothing.
    Unreadable,
    /// The same, and the honest nodes say nothing either.
    Expired,
    /// An input to which each honest node gives another answer; the attacker's withholds its own.
    Undecided,
    /// Nothing: the honest nodes agree, and the attacker asks again.
    Agreed,
}

impl Way {
    fn request(self) -> RequestSpec {
        match self {
            Self::Unreadable | Self::Expired => remote_spec(),
            Self::Undecided | Self::Agreed => request_spec(),
        }
    }

    /// Returns the answer of the honest node with this number.
    fn answer(self, honest: u8) -> Option<Answer> {
        match self {
            Self::Unreadable => Some(unservable(Unservable::Unreadable)),
            Self::Expired => None,
            Self::Undecided => Some(answer(10 + honest)),
            Self::Agreed => Some(answer(9)),
        }
    }

    /// Returns the cost of a draw of this number of `honest` nodes for the attacker.
    fn cost(self, honest: Balance) -> Balance {
        match self {
            Self::Unreadable => honest * BASE_AND_INPUT / 10,
            // Of each seat.
            Self::Expired => 3 * BASE_AND_INPUT / 10,
            Self::Undecided => honest * BASE_AND_INPUT,
            Self::Agreed => honest * FEE,
        }
    }
}

/// The members of `task` answer: an attacker with two of them lies, and else does what is his `way`.
fn answered(task: TaskId, way: Way) -> Receipt<AccountId> {
    let members = members(task);
    let is_own = |node: &Sr25519Keyring| OWN.contains(node);
    let captured = members.iter().filter(|node| is_own(node)).count() == OWN.len();
    let answer_of = |(seat, node): (u8, &Sr25519Keyring)| match (is_own(node), captured) {
        (true, true) => Some((*node, answer(8))),
        (true, false) => None,
        (false, _) => way.answer(seat).map(|answer| (*node, answer)),
    };
    let answers: Vec<_> = (0..).zip(&members).filter_map(answer_of).collect();
    answers.iter().for_each(|(node, answer)| commit(task, *node, *answer));
    while !can_reveal(task) {
        hurry(1);
    }
    answers.iter().for_each(|(node, answer)| reveal(task, *node, *answer));
    ended()
}

/// Returns true if the members of `task` reveal, or it has ended.
fn can_reveal(task: TaskId) -> bool {
    let task = Tasks::<Runtime>::get(task);
    task.is_none_or(|task| matches!(task.phase, Phase::Revealing(_)))
}

/// Returns all that the attacker has.
fn wealth_of_attacker() -> Balance {
    [PAYER, OWN[0], OWN[1]].into_iter().map(wealth).sum()
}

/// The attacker requests a task in his `way`; returns what he lost, and true if he had the quorum.
fn attack(way: Way) -> (Balance, bool) {
    let before = wealth_of_attacker();
    let task = requested(way.request());
    let honest = members(task).iter().filter(|node| NODES.contains(node)).count();
    let receipt = answered(task, way);
    let lost = before - wealth_of_attacker();

    let captured = honest == 1;
    if captured {
        assert!(matches!(receipt.outcome, Outcome::Agreed { .. }));
        // Fifteen parts in a hundred of what his nodes are paid go to others.
        assert_eq!(receipt.paid, 2 * FEE);
        assert!(lost > receipt.paid * 15 / 100);
    } else {
        let honest = Balance::try_from(honest).unwrap();
        assert_eq!(receipt.paid, way.cost(honest), "{way:?}");
        assert!(lost > receipt.paid + receipt.work_fee);
    }
    hurry(1);
    (lost, captured)
}

/// Regression: a payer with two nodes of five was drawn again and again for a transaction fee until
/// they had the quorum, and then three honest nodes were slashed and he had restitution.
#[test]
fn cost_more_than_they_bring_in_every_way() {
    // The least that a draw in vain costs, and each draw with the quorum, those in vain before it
    // included: of ten draws of three nodes of five, three have both of his.
    for (way, least, capture) in [
        (Way::Unreadable, 2 * BASE_AND_INPUT / 10, 9 * UNIT / 10),
        (Way::Expired, 3 * BASE_AND_INPUT / 10, 9 * UNIT / 10),
        (Way::Undecided, 2 * BASE_AND_INPUT, 3 * UNIT),
        (Way::Agreed, 2 * FEE, 5 * UNIT),
    ] {
        without_emission(DEVELOPMENT, || {
            open_market_with_own();
            let before = NODES.map(record);
            let (mut captures, mut lost, mut in_vain) = (0, 0, 0);
            for _ in 0..TASKS {
                let (cost, captured) = attack(way);
                assert!(captured || cost > least, "{way:?}: {cost}");
                lost += cost;
                (captures, in_vain) = match captured {
                    true => (captures + 1, in_vain),
                    false => (captures, in_vain + cost),
                };
            }
            assert!((6..=18).contains(&captures), "{captures}");
            assert!(in_vain > Balance::from(TASKS - captures) * least);
            let each = (lost - in_vain) / Balance::from(captures);
            let each_in_vain = in_vain / Balance::from(TASKS - captures);
            let cost = each + each_in_vain * 7 / 3;
            assert!(cost > capture, "{way:?}: {cost}");
            // Nobody else loses anything.
            for (node, before) in NODES.into_iter().zip(before) {
                let Record { standing, stake, .. } = record(node);
                assert!(standing >= before.standing && stake == before.stake);
            }
        });
    }
}

#[test]
fn cannot_be_cut_short_by_a_cancellation() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let cancel = |task| InferenceCall::cancel { task };
        request();
        // Neither before the draw, when nobody knows the committee, nor after it.
        for _ in 0..2 {
            assert_noop!(call(PAYER, cancel(0)), Error::<Runtime>::TooEarlyToCancel);
            run(1);
        }
        assert_eq!(members(0).len(), 3);
        assert_noop!(call(PAYER, cancel(0)), Error::<Runtime>::AlreadyDrawn);

        // Only a draw that has found no committee can be.
        submit(Ferdie, request_call(request_spec()));
        assert_noop!(call(Ferdie, cancel(1)), Error::<Runtime>::TooEarlyToCancel);
        run(2);
        assert!(call(Ferdie, cancel(1)).is_ok());
        assert_eq!(ended().members, []);
    });
}
