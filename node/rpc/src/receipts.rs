//! The receipts of tasks that ended, with the decisions of disputes about them, in the section
//! `inference`.

use std::num::NonZeroU32;

use jsonrpsee::{
    core::{async_trait, RpcResult},
    proc_macros::rpc,
};
use nes_client::Hash;
use nes_core::{
    AccountId, BlockNumber, MemberConduct, MemberReceipt, Outcome, Receipt, ServiceFault,
    ServiceId, Shortage, TaskId,
};
use nes_index::{EndedTask, Filter, Kept};
use nes_runtime_api::Page;
use serde::{Deserialize, Serialize};

use super::{
    decisions::DecisionJson,
    error::Error,
    index::{IndexAccess, Missing},
    json::{limit, Amount, AnswerJson, FeePartsJson, OutputJson, PageJson, UnservableJson},
};

/// Questions about tasks that ended in finalised blocks. They are answered by a node that runs with
/// `--index`, off the threads that serve the others.
#[rpc(server, namespace = "inference")]
pub(crate) trait ReceiptsRpc {
    /// Returns the receipt of a task; null when none of that id has ended in a finalised block.
    #[method(name = "receipt")]
    async fn receipt(&self, task: TaskId) -> RpcResult<Option<KeptJson>>;

    /// Returns the receipts of a payer, a node or a service, newest task first, page by page: from
    /// the task before `cursor` on.
    #[method(name = "receipts")]
    async fn receipts(
        &self,
        filter: FilterJson,
        cursor: Option<TaskId>,
        limit: Option<NonZeroU32>,
    ) -> RpcResult<PageJson<TaskId, KeptJson>>;
}

/// An [`EndedTask`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeptJson {
    block: BlockNumber,
    block_hash: Hash,
    #[serde(flatten)]
    receipt: ReceiptJson,
    /// Null as long as no dispute about it has been decided.
    dispute: Option<DecisionJson>,
}

impl From<EndedTask> for KeptJson {
    fn from(EndedTask { receipt: Kept { block, fact }, decision }: EndedTask) -> Self {
        Self {
            block: block.number,
            block_hash: block.hash,
            receipt: fact.into(),
            dispute: decision.map(DecisionJson::from),
        }
    }
}

impl From<(TaskId, EndedTask)> for KeptJson {
    fn from((_, ended): (TaskId, EndedTask)) -> Self {
        ended.into()
    }
}

/// A [`Filter`]: exactly one of its fields.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilterJson {
    payer: Option<AccountId>,
    node: Option<AccountId>,
    service: Option<ServiceId>,
}

impl TryFrom<FilterJson> for Filter {
    type Error = Error;

    fn try_from(FilterJson { payer, node, service }: FilterJson) -> Result<Self, Error> {
        match (payer, node, service) {
            (Some(payer), None, None) => Ok(Self::Payer(payer)),
            (None, Some(node), None) => Ok(Self::Node(node)),
            (None, None, Some(service)) => Ok(Self::Service(service)),
            _ => Err(Error::invalid_filter("`payer`, `node` and `service`")),
        }
    }
}

/// A [`Receipt`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceiptJson {
    task: TaskId,
    payer: AccountId,
    service: ServiceId,
    version: u32,
    input: Hash,
    requested: BlockNumber,
    outcome: OutcomeJson,
    /// Null unless the outcome is `agreed`.
    output: Option<OutputJson>,
    /// Null unless the outcome is `unservable`.
    reason: Option<UnservableJson>,
    /// Null unless the outcome is `noNodes`.
    shortage: Option<ShortageJson>,
    members: Vec<MemberReceiptJson>,
    paid: Amount,
    work_fee: Amount,
    refund: Amount,
    disputable_until: Option<BlockNumber>,
}

/// The name of an [`Outcome`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum OutcomeJson {
    Agreed,
    Unservable,
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
    Attended,
    Overtaken,
    Blameless,
}

impl From<Receipt<AccountId>> for ReceiptJson {
    fn from(receipt: Receipt<AccountId>) -> Self {
        let (mut output, mut reason, mut shortage) = (None, None, None);
        let outcome = match receipt.outcome {
            Outcome::Agreed { output: agreed } => {
                output = Some(agreed.into());
                OutcomeJson::Agreed
            }
            Outcome::Unservable { reason: agreed } => {
                reason = Some(agreed.into());
                OutcomeJson::Unservable
            }
            Outcome::Inconclusive => OutcomeJson::Inconclusive,
            Outcome::NoNodes { shortage: found } => {
                shortage = Some(found.into());
                OutcomeJson::NoNodes
            }
            Outcome::Expired => OutcomeJson::Expired,
            Outcome::Cancelled => OutcomeJson::Cancelled,
        };
        Self {
            task: receipt.task,
            payer: receipt.payer,
            service: receipt.service,
            version: receipt.version,
            input: receipt.input,
            requested: receipt.requested,
            outcome,
            output,
            reason,
            shortage,
            members: receipt.members.into_iter().map(MemberReceiptJson::from).collect(),
            paid: Amount(receipt.paid),
            work_fee: Amount(receipt.work_fee),
            refund: Amount(receipt.refund),
            disputable_until: receipt.disputable_until,
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
            MemberConduct::Attended => Self::Attended,
            MemberConduct::Overtaken => Self::Overtaken,
            MemberConduct::Blameless => Self::Blameless,
        }
    }
}

/// Answers from the index.
pub(crate) struct Receipts {
    index: IndexAccess,
}

impl Receipts {
    pub(crate) fn new(index: IndexAccess) -> Self {
        Self { index }
    }
}

#[async_trait]
impl ReceiptsRpcServer for Receipts {
    async fn receipt(&self, task: TaskId) -> RpcResult<Option<KeptJson>> {
        let found = self.index.ask(move |index| index.ended_task(task)).await?;
        Ok(found.or_before(Missing::Task(task))?.map(KeptJson::from))
    }

    async fn receipts(
        &self,
        filter: FilterJson,
        cursor: Option<TaskId>,
        asked: Option<NonZeroU32>,
    ) -> RpcResult<PageJson<TaskId, KeptJson>> {
        let (filter, limit) = (Filter::try_from(filter)?, limit(asked)?);
        // One more says whether there is another page.
        let wanted = limit.saturating_add(1);
        let found = self.index.ask(move |index| index.ended_tasks(&filter, cursor, wanted)).await?;
        let items = found.answer.into_iter().map(|ended| (ended.receipt.fact.task, ended));
        Ok(Page::of(items, limit).into())
    }
}
