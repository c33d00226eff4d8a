//! The ongoing referenda, for those who subscribe to them.

use std::{fmt, sync::Arc};

use nes_client::Client;
use nes_core::{AccountId, BlockNumber};
use nes_runtime_api::{GovernanceApi, ReferendumInfo, MAX_PAGE};
use sp_api::{ApiError, ProvideRuntimeApi};

use super::referendum::ReferendumJson;
use crate::{changes::View, route::Step};

/// The newest ongoing referenda, as many as a page has.
pub(super) struct Ongoing {
    client: Arc<Client>,
}

impl Ongoing {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl fmt::Display for Ongoing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("referenda")
    }
}

impl View for Ongoing {
    type Value = Arc<Vec<(u32, ReferendumInfo<AccountId, BlockNumber>)>>;
    type Item = Vec<ReferendumJson>;

    fn at(&self, at: &Step, _: Option<&(Step, Self::Value)>) -> Result<Self::Value, ApiError> {
        let page = self.client.runtime_api().referenda(at.hash, Some(true), None, MAX_PAGE)?;
        Ok(Arc::new(page.items))
    }

    fn tell(referenda: Self::Value) -> Vec<ReferendumJson> {
        referenda.iter().cloned().map(ReferendumJson::from).collect()
    }
}
