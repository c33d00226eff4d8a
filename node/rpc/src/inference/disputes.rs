//! Settled tasks that can be disputed, and their disputes, as JSON.

use nes_core::{AccountId, BlockNumber, Hash, ServiceId, TaskId};
use nes_runtime_api::{DisputeInfo, DisputeState, DisputerInfo};
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    json::{Amount, AnswerJson},
};

/// A [`DisputeInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DisputeJson {
    task: TaskId,
    payer: AccountId,
    service: ServiceId,
    version: u32,
    input: Hash,
    answer: AnswerJson,
    members: Vec<AccountId>,
    until: BlockNumber,
    bond: Amount,
    again: bool,
    state: StateJson,
    /// Null unless the state is `open`.
    second: Option<TaskId>,
    /// Null unless the state is `open`.
    closes: Option<BlockNumber>,
    disputers: Vec<DisputerJson>,
}

/// The name of a [`DisputeState`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StateJson {
    Undisputed,
    Waiting,
    Open,
}

/// A [`DisputerInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct DisputerJson {
    who: AccountId,
    node: Option<AccountId>,
    bond: Amount,
    risk: Amount,
    opened: Option<AnswerJson>,
}

impl From<DisputeInfo<AccountId, BlockNumber>> for DisputeJson {
    fn from(dispute: DisputeInfo<AccountId, BlockNumber>) -> Self {
        let (state, second, closes) = match dispute.state {
            DisputeState::Undisputed => (StateJson::Undisputed, None, None),
            DisputeState::Waiting => (StateJson::Waiting, None, None),
            DisputeState::Open { second, closes } => (StateJson::Open, Some(second), Some(closes)),
        };
        Self {
            task: dispute.task,
            payer: dispute.payer,
            service: dispute.service,
            version: dispute.version,
            input: dispute.input,
            answer: dispute.answer.into(),
            members: dispute.members,
            until: dispute.until,
            bond: Amount(dispute.bond),
            again: dispute.again,
            state,
            second,
            closes,
            disputers: dispute.disputers.into_iter().map(DisputerJson::from).collect(),
        }
    }
}

impl From<(TaskId, DisputeInfo<AccountId, BlockNumber>)> for DisputeJson {
    fn from((_, dispute): (TaskId, DisputeInfo<AccountId, BlockNumber>)) -> Self {
        dispute.into()
    }
}

impl From<DisputerInfo<AccountId>> for DisputerJson {
    fn from(disputer: DisputerInfo<AccountId>) -> Self {
        Self {
            who: disputer.who,
            node: disputer.node,
            bond: Amount(disputer.bond),
            risk: Amount(disputer.risk),
            opened: disputer.opened.map(AnswerJson::from),
        }
    }
}

/// The account whose disputes are listed: exactly one of the fields.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilterJson {
    payer: Option<AccountId>,
    node: Option<AccountId>,
}

impl FilterJson {
    pub(crate) fn account(self) -> Result<AccountId, Error> {
        match (self.payer, self.node) {
            (Some(account), None) | (None, Some(account)) => Ok(account),
            _ => Err(Error::invalid_filter("`payer` and `node`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use jsonrpsee::types::ErrorObjectOwned;
    use nes_core::{Answer, Output, Unservable, Usage};
    use serde_json::{from_value, json, to_value, Value};

    use super::*;

    const INVALID: &str = r#"{"code":"INVALID_FILTER"}"#;

    fn account(id: u8) -> AccountId {
        AccountId::new([id; 32])
    }

    fn json_of(state: DisputeState<BlockNumber>, disputers: Vec<DisputerInfo<AccountId>>) -> Value {
        let usage = Usage { input: 4, output: 5 };
        let dispute = DisputeInfo {
            task: 7,
            payer: account(1),
            service: 2,
            version: 3,
            input: Hash::repeat_byte(4),
            answer: Answer::Output(Output { result: Hash::repeat_byte(3), usage }),
            members: vec![account(10), account(11)],
            until: 131,
            bond: u128::MAX,
            again: true,
            state,
            disputers,
        };
        to_value(DisputeJson::from(dispute)).unwrap()
    }

    #[test]
    fn an_open_one_names_its_second_committee_and_its_disputers() {
        let node = DisputerInfo {
            who: account(20),
            node: Some(account(12)),
            bond: 30,
            risk: 500,
            opened: Some(Answer::Unservable(Unservable::Invalid)),
        };
        let payer = DisputerInfo { who: account(1), node: None, bond: 30, risk: 30, opened: None };
        let found = json_of(DisputeState::Open { second: 9, closes: 71 }, vec![node, payer]);
        let usage = json!({ "input": 4, "output": 5 });
        let expected = json!({
            "task": 7,
            "payer": account(1),
            "service": 2,
            "version": 3,
            "input": Hash::repeat_byte(4),
            "answer": { "output": { "result": Hash::repeat_byte(3), "usage": usage } },
            "members": [account(10), account(11)],
            "until": 131,
            "bond": u128::MAX.to_string(),
            "again": true,
            "state": "open",
            "second": 9,
            "closes": 71,
            "disputers": [
                {
                    "who": account(20),
                    "node": account(12),
                    "bond": "30",
                    "risk": "500",
                    "opened": { "unservable": "invalid" },
                },
                {
                    "who": account(1),
                    "node": null,
                    "bond": "30",
                    "risk": "30",
                    "opened": null,
                },
            ],
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn one_that_is_not_open_has_no_second_committee() {
        for (state, name) in
            [(DisputeState::Undisputed, "undisputed"), (DisputeState::Waiting, "waiting")]
        {
            let found = json_of(state, Vec::new());
            assert_eq!(found["state"], name);
            assert_eq!([&found["second"], &found["closes"]], [&Value::Null, &Value::Null]);
        }
    }

    #[test]
    fn a_filter_names_exactly_one_account() {
        let account_of = |filter| from_value::<FilterJson>(filter).unwrap().account();
        for name in ["payer", "node"] {
            assert_eq!(account_of(json!({ name: account(1) })).unwrap(), account(1));
        }
        for wrong in [json!({}), json!({ "payer": account(1), "node": account(1) })] {
            let error = ErrorObjectOwned::from(account_of(wrong).unwrap_err());
            assert_eq!((error.code(), error.data().unwrap().get()), (20304, INVALID));
        }
        assert!(from_value::<FilterJson>(json!({ "service": 1 })).is_err());
    }
}
