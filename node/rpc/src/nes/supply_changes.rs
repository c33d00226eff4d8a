//! All NES, for who subscribes to it.

use std::{fmt, sync::Arc};

use nes_client::Client;
use nes_runtime_api::{SupplyApi, SupplyInfo};
use sp_api::{ApiError, ProvideRuntimeApi};

use super::supply::SupplyJson;
use crate::{changes::View, route::Step};

/// All NES, as they were when the last era had ended. They change with every block; who wants to
/// hear of that asks.
pub(super) struct Supply {
    client: Arc<Client>,
}

impl Supply {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl fmt::Display for Supply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("supply")
    }
}

impl View for Supply {
    type Value = SupplyInfo;
    type Item = SupplyJson;

    fn at(&self, at: &Step, last: Option<&(Step, SupplyInfo)>) -> Result<SupplyInfo, ApiError> {
        let now = self.client.runtime_api().supply(at.hash)?;
        let told = last.map(|(_, told)| told).filter(|told| told.last_era == now.last_era);
        Ok(told.cloned().unwrap_or(now))
    }

    fn tell(supply: SupplyInfo) -> SupplyJson {
        supply.into()
    }
}
