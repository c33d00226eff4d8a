//! Reads the facts of finalised blocks.

use std::sync::Arc;

use nes_client::{Backend, Client, Hash, Past};
use nes_core::BlockNumber;
use nes_index::{Block, Record, Turnout};
use nes_runtime_api::{EndedTally, GovernanceApi, GovernanceRecord, ReferendumInfo};
use sc_client_api::{Backend as _, HeaderBackend};
use sp_api::{ApiError, ProvideRuntimeApi};

use super::{Error, Result};

/// The chain, as far as facts are read from it.
pub(crate) struct Facts {
    client: Arc<Client>,
    backend: Arc<Backend>,
    past: Past,
}

impl Facts {
    pub(crate) fn new(client: Arc<Client>, backend: Arc<Backend>, past: Past) -> Self {
        Self { client, backend, past }
    }

    /// Returns the chain.
    pub(super) fn client(&self) -> &Arc<Client> {
        &self.client
    }

    /// Returns the finalised block at this height, with its facts.
    pub(super) fn of(&self, number: BlockNumber) -> Result<(Block, Record)> {
        let hash = self.client.hash(number)?.ok_or(Error::NoBlock(number))?;
        let failed = |error| {
            if self.backend.have_state_at(hash, number) {
                Error::Runtime(number, error)
            } else {
                Error::NoState(number)
            }
        };
        let receipts = self.past.receipts(hash).map_err(failed)?;
        let decisions = self.past.decided(hash).map_err(failed)?;
        let GovernanceRecord { era, votable, ended, documents } =
            self.past.governance(hash).map_err(failed)?;
        let turnout = |EndedTally { referendum, end, tally }| {
            let track = self.track(referendum, number)?;
            Ok(Turnout { referendum, track, end, era, tally, votable })
        };
        let turnouts = ended.into_iter().map(turnout).collect::<Result<_>>()?;
        Ok((Block { number, hash }, Record { era, receipts, decisions, turnouts, documents }))
    }

    /// Returns the track of a referendum that ended in the block at this height, by the state
    /// before it.
    fn track(&self, referendum: u32, ended: BlockNumber) -> Result<Option<u16>> {
        let Some(before) = self.with_state(ended.saturating_sub(1))? else { return Ok(None) };
        let details = self.client.runtime_api().referendum(before, referendum);
        let details = details.map_err(|error: ApiError| Error::Runtime(ended, error))?;
        Ok(details.and_then(|details| match details.info {
            ReferendumInfo::Ongoing(info) => Some(info.track),
            ReferendumInfo::Ended(_) => None,
        }))
    }

    /// Returns the hash of the finalised block at this height, if its state is here.
    pub(super) fn with_state(&self, number: BlockNumber) -> Result<Option<Hash>> {
        // A node that began with a later state may not have the older blocks at all.
        let hash = self.client.hash(number)?;
        Ok(hash.filter(|hash| self.backend.have_state_at(*hash, number)))
    }
}
