//! The decisions of disputes, as receipts have them.

use nes_client::Hash;
use nes_core::{AccountId, BlockNumber, DecidedDispute, Decision, SecondSeat, TaskId};
use nes_index::Kept;
use serde::Serialize;

use super::json::{Amount, AnswerJson, FeePartsJson};

/// A [`DecidedDispute`] and the block of its decision, without the task.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DecisionJson {
    block: BlockNumber,
    block_hash: Hash,
    decision: NameJson,
    /// Null if it is `undecided`.
    answer: Option<AnswerJson>,
    second: TaskId,
    committee: Vec<SeatJson>,
    spent: Amount,
    forfeited: Amount,
}

/// The name of a [`Decision`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NameJson {
    Upheld,
    Overturned,
    Undecided,
}

/// A [`SecondSeat`].
#[derive(Clone, Serialize)]
pub(crate) struct SeatJson {
    node: AccountId,
    answer: Option<AnswerJson>,
    paid: Amount,
    parts: FeePartsJson,
}

impl From<Kept<DecidedDispute<AccountId>>> for DecisionJson {
    fn from(Kept { block, fact }: Kept<DecidedDispute<AccountId>>) -> Self {
        let (decision, answer) = match fact.decision {
            Decision::Upheld { answer } => (NameJson::Upheld, Some(answer)),
            Decision::Overturned { answer } => (NameJson::Overturned, Some(answer)),
            Decision::Undecided => (NameJson::Undecided, None),
        };
        Self {
            block: block.number,
            block_hash: block.hash,
            decision,
            answer: answer.map(AnswerJson::from),
            second: fact.second,
            committee: fact.committee.into_iter().map(SeatJson::from).collect(),
            spent: Amount(fact.spent),
            forfeited: Amount(fact.forfeited),
        }
    }
}

impl From<SecondSeat<AccountId>> for SeatJson {
    fn from(seat: SecondSeat<AccountId>) -> Self {
        Self {
            node: seat.node,
            answer: seat.answer.map(AnswerJson::from),
            paid: Amount(seat.paid),
            parts: seat.parts.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use nes_core::{Answer, FeeParts, Unservable};
    use nes_index::Block;
    use serde_json::{json, to_value, Value};

    use super::*;

    const ANSWER: Answer = Answer::Unservable(Unservable::TooLarge);

    fn json_of(decision: Decision, committee: Vec<SecondSeat<AccountId>>) -> Value {
        let fact =
            DecidedDispute { task: 7, second: 9, decision, committee, spent: 6, forfeited: 8 };
        let block = Block { number: 107, hash: Hash::repeat_byte(5) };
        to_value(DecisionJson::from(Kept { block, fact })).unwrap()
    }

    #[test]
    fn one_names_its_block_its_committee_and_what_was_paid() {
        let node = AccountId::new([12; 32]);
        let parts = FeeParts { burned: 1, treasury: 2, royalty: 0, node: 3 };
        let seat = SecondSeat { node: node.clone(), answer: Some(ANSWER), paid: 6, parts };
        let expected = json!({
            "block": 107,
            "blockHash": Hash::repeat_byte(5),
            "decision": "overturned",
            "answer": { "unservable": "tooLarge" },
            "second": 9,
            "committee": [{
                "node": node,
                "answer": { "unservable": "tooLarge" },
                "paid": "6",
                "parts": { "burned": "1", "treasury": "2", "royalty": "0", "node": "3" },
            }],
            "spent": "6",
            "forfeited": "8",
        });
        assert_eq!(json_of(Decision::Overturned { answer: ANSWER }, vec![seat]), expected);
    }

    #[test]
    fn only_one_with_a_quorum_has_an_answer() {
        let upheld = json_of(Decision::Upheld { answer: ANSWER }, Vec::new());
        assert_eq!(upheld["decision"], "upheld");
        assert_eq!(upheld["answer"], json!({ "unservable": "tooLarge" }));
        let undecided = json_of(Decision::Undecided, Vec::new());
        assert_eq!(undecided["decision"], "undecided");
        assert_eq!(undecided["answer"], Value::Null);
    }
}
