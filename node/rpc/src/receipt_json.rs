//! A task that has ended as JSON.

use nes_core::{
    AccountId, MemberConduct, MemberReceipt, Outcome, Receipt, ServiceFault, ServiceId, Shortage,
    TaskId,
};
use serde::Serialize;

use super::json::{Amount, AnswerJson, FeePartsJson};

/// A [`Receipt`].
#[derive(Clone, Serialize)]
pub(crate) struct ReceiptJson {
    task: TaskId,
    payer: AccountId,
    service: ServiceId,
    version: u32,
    outcome: OutcomeJson,
    /// Null unless the outcome is `agreed`.
    answer: Option<AnswerJson>,
    /// Null unless the outcome is `noNodes`.
    shortage: Option<ShortageJson>,
    members: Vec<MemberReceiptJson>,
    paid: Amount,
    refund: Amount,
}

/// The name of an [`Outcome`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum OutcomeJson {
    Agreed,
    Inconclusive,
    NoNodes,
    Expired,
    Cancelled,
}

/// A [`Shortage`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ShortageJson {
    OffSale,
    TooFewOffers,
    TooFewEligible,
}

/// A [`MemberReceipt`].
#[derive(Clone, Serialize)]
pub(crate) struct MemberReceiptJson {
    node: AccountId,
    answer: Option<AnswerJson>,
    conduct: ConductJson,
    paid: Amount,
    parts: FeePartsJson,
}

/// A [`MemberConduct`], a failure by the name of its fault.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ConductJson {
    Won,
    WrongAnswer,
    NoReveal,
    NoCommit,
    Unjudged,
    Blameless,
}

impl From<Receipt<AccountId>> for ReceiptJson {
    fn from(receipt: Receipt<AccountId>) -> Self {
        let (outcome, answer, shortage) = match receipt.outcome {
            Outcome::Agreed { answer } => (OutcomeJson::Agreed, Some(answer.into()), None),
            Outcome::Inconclusive => (OutcomeJson::Inconclusive, None, None),
            Outcome::NoNodes { shortage } => (OutcomeJson::NoNodes, None, Some(shortage.into())),
            Outcome::Expired => (OutcomeJson::Expired, None, None),
            Outcome::Cancelled => (OutcomeJson::Cancelled, None, None),
        };
        Self {
            task: receipt.task,
            payer: receipt.payer,
            service: receipt.service,
            version: receipt.version,
            outcome,
            answer,
            shortage,
            members: receipt.members.into_iter().map(MemberReceiptJson::from).collect(),
            paid: Amount(receipt.paid),
            refund: Amount(receipt.refund),
        }
    }
}

impl From<Shortage> for ShortageJson {
    fn from(shortage: Shortage) -> Self {
        match shortage {
            Shortage::OffSale => Self::OffSale,
            Shortage::TooFewOffers => Self::TooFewOffers,
            Shortage::TooFewEligible => Self::TooFewEligible,
        }
    }
}

impl From<MemberReceipt<AccountId>> for MemberReceiptJson {
    fn from(member: MemberReceipt<AccountId>) -> Self {
        Self {
            node: member.node,
            answer: member.answer.map(AnswerJson::from),
            conduct: member.conduct.into(),
            paid: Amount(member.paid),
            parts: member.parts.into(),
        }
    }
}

impl From<MemberConduct> for ConductJson {
    fn from(conduct: MemberConduct) -> Self {
        match conduct {
            MemberConduct::Won => Self::Won,
            MemberConduct::Failed(ServiceFault::WrongAnswer) => Self::WrongAnswer,
            MemberConduct::Failed(ServiceFault::NoReveal) => Self::NoReveal,
            MemberConduct::Failed(ServiceFault::NoCommit) => Self::NoCommit,
            MemberConduct::Unjudged => Self::Unjudged,
            MemberConduct::Blameless => Self::Blameless,
        }
    }
}
