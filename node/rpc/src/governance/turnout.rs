//! The votes on referenda and their discussion documents, in the section `governance`.

use std::sync::Arc;

use jsonrpsee::{
    core::{async_trait, RpcResult},
    proc_macros::rpc,
};
use nes_client::{Client, Hash};
use nes_core::{Balance, BlockNumber, EraIndex};
use nes_index::{EraTurnout, Kept, Turnout};
use nes_runtime_api::{GovernanceApi, ReferendumInfo, TallyInfo};
use sc_client_api::HeaderBackend;
use serde::Serialize;
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_core::Bytes;
use sp_runtime::Perbill;
use tokio::task::spawn_blocking;

use super::referendum::{OutcomeJson, TallyJson};
use crate::{
    error::Error,
    index::{Found, IndexAccess, IndexError, Missing},
    json::Amount,
};

/// Questions about finalised blocks. Those about what has ended are answered by a node that runs
/// with `--index`, off the threads that serve the others.
#[rpc(server, namespace = "governance")]
pub(crate) trait TurnoutRpc {
    /// Returns the votes on a referendum; null if there is none of that index.
    #[method(name = "turnout")]
    async fn turnout(&self, referendum: u32) -> RpcResult<Option<TurnoutJson>>;

    /// Returns the votes on the referenda that ended in an era, or that have ended in the one that
    /// runs; null if it is to come.
    #[method(name = "eraTurnout")]
    async fn era_turnout(&self, era: Option<EraIndex>) -> RpcResult<Option<EraTurnoutJson>>;

    /// Returns a discussion document by its hash; null if no referendum was given one of that hash,
    /// or if it is too large to be kept.
    #[method(name = "document")]
    async fn document(&self, hash: Hash) -> RpcResult<Option<DocumentJson>>;
}

/// The votes on a referendum.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TurnoutJson {
    referendum: u32,
    track: Option<u16>,
    /// Null while it is ongoing.
    ended: Option<EndJson>,
    #[serde(flatten)]
    votes: VotesJson,
}

/// The end of a referendum.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndJson {
    outcome: OutcomeJson,
    era: EraIndex,
    block: BlockNumber,
    block_hash: Hash,
}

/// An [`EraTurnout`].
#[derive(Clone, Serialize)]
pub(crate) struct EraTurnoutJson {
    era: EraIndex,
    referenda: u32,
    #[serde(flatten)]
    votes: VotesJson,
}

/// Votes, and those that there could have been.
#[derive(Clone, Serialize)]
pub(crate) struct VotesJson {
    tally: TallyJson,
    votable: Amount,
    /// The tally's support as a part of `votable`, in billionths.
    share: u32,
}

/// A discussion document.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DocumentJson {
    block: BlockNumber,
    block_hash: Hash,
    bytes: Bytes,
    /// The bytes as text; null if they are not UTF-8.
    text: Option<String>,
}

impl From<(TallyInfo, Balance)> for VotesJson {
    fn from((tally, votable): (TallyInfo, Balance)) -> Self {
        let share = Perbill::from_rational(tally.support, votable.max(1)).deconstruct();
        Self { tally: tally.into(), votable: Amount(votable), share }
    }
}

impl From<Kept<Turnout>> for TurnoutJson {
    fn from(Kept { block, fact }: Kept<Turnout>) -> Self {
        let Turnout { referendum, track, end, era, tally, votable } = fact;
        let (block, block_hash) = (block.number, block.hash);
        let ended = EndJson { outcome: end.into(), era, block, block_hash };
        Self { referendum, track, ended: Some(ended), votes: (tally, votable).into() }
    }
}

impl From<EraTurnout> for EraTurnoutJson {
    fn from(EraTurnout { era, referenda, tally, votable }: EraTurnout) -> Self {
        Self { era, referenda, votes: (tally, votable).into() }
    }
}

impl From<Kept<Vec<u8>>> for DocumentJson {
    fn from(Kept { block, fact }: Kept<Vec<u8>>) -> Self {
        let text = str::from_utf8(&fact).ok().map(str::to_owned);
        Self { block: block.number, block_hash: block.hash, bytes: Bytes(fact), text }
    }
}

/// Answers from the runtime about what is ongoing, and from the index about what has ended.
pub(crate) struct Turnouts {
    client: Arc<Client>,
    index: IndexAccess,
}

impl Turnouts {
    pub(crate) fn new(client: Arc<Client>, index: IndexAccess) -> Self {
        Self { client, index }
    }
}

/// The runtime's answer about a referendum.
enum State {
    Unknown,
    Ongoing(TurnoutJson),
    Ended,
}

/// Asks the runtime at the last finalised block.
fn state(client: &Client, referendum: u32) -> Result<State, Error> {
    let finalized = client.info().finalized_hash;
    let details = client.runtime_api().referendum(finalized, referendum).map_err(Error::runtime)?;
    let Some(details) = details else { return Ok(State::Unknown) };
    Ok(match (details.info, details.standing) {
        (ReferendumInfo::Ongoing(info), Some(standing)) => State::Ongoing(TurnoutJson {
            referendum,
            track: Some(info.track),
            ended: None,
            votes: (info.tally, standing.votable).into(),
        }),
        _ => State::Ended,
    })
}

#[async_trait]
impl TurnoutRpcServer for Turnouts {
    async fn turnout(&self, referendum: u32) -> RpcResult<Option<TurnoutJson>> {
        let client = self.client.clone();
        let state = spawn_blocking(move || state(&client, referendum)).await;
        match state.map_err(|error| Error::runtime(ApiError::Application(error.into())))?? {
            State::Unknown => Ok(None),
            State::Ongoing(turnout) => Ok(Some(turnout)),
            State::Ended => {
                let found = self.index.ask(move |index| index.turnout(referendum)).await?;
                Ok(found.or_before(Missing::Referendum(referendum))?.map(TurnoutJson::from))
            }
        }
    }

    async fn era_turnout(&self, era: Option<EraIndex>) -> RpcResult<Option<EraTurnoutJson>> {
        let Found { extent, answer } = self.index.ask(move |index| index.era_turnout(era)).await?;
        let Some((extent, turnout)) = extent.zip(answer) else { return Ok(None) };
        if !extent.has_era(turnout.era) {
            return Err(
                Error::from(IndexError::Before(Missing::Era(turnout.era), extent.first)).into()
            );
        }
        Ok(Some(turnout.into()))
    }

    async fn document(&self, hash: Hash) -> RpcResult<Option<DocumentJson>> {
        let found = self.index.ask(move |index| index.document(hash)).await?;
        Ok(found.or_before(Missing::Document(hash))?.map(DocumentJson::from))
    }
}
