//! The nodes of the genesis.

use alloc::string::String;

use nes_core::{Balance, ServiceKey};
use serde::{Deserialize, Serialize};
use sp_runtime::{DispatchError, DispatchResult, Perbill};

use crate::{record::Record, Config, Endpoint, Name, Pallet, ProfileInput};

/// A node of the genesis; its commission is zero.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisNode<AccountId> {
    /// The operator, whose genesis balance covers the stake and the profile's deposit.
    pub operator: AccountId,
    /// The self stake, in planck.
    pub stake: Balance,
    /// True if it is a candidate for the validator set from the start.
    pub validator: bool,
    /// Its name, at most 64 bytes.
    pub name: String,
    /// The URL under which it serves, at most 256 bytes; empty if it serves nothing.
    pub endpoint: String,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
}

impl<T: Config> Pallet<T> {
    /// Registers a genesis node. Its session keys come later in the genesis and are not required.
    pub(crate) fn build_node(genesis: GenesisNode<T::AccountId>) -> DispatchResult {
        let GenesisNode { operator, stake, validator, name, endpoint, service_key } = genesis;
        let too_long = |_| DispatchError::Other("a name or an endpoint is too long");
        let profile = ProfileInput {
            name: Name::try_from(name.into_bytes()).map_err(too_long)?,
            endpoint: Endpoint::try_from(endpoint.into_bytes()).map_err(too_long)?,
            service_key,
        };
        Self::do_register(&operator, profile, Perbill::zero(), stake)?;
        if validator {
            let mut record = Record::<T>::load(&operator)?;
            record.stand();
            record.save()?;
        }
        Ok(())
    }
}
