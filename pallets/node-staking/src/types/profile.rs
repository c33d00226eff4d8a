//! The profile of a node, and a node as the genesis has it.

use alloc::string::String;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, ServiceKey};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A node's name: at most 64 bytes of the operator's choice.
pub type Name = BoundedVec<u8, ConstU32<64>>;

/// The URL under which a node serves: at most 256 bytes; empty if it serves nothing.
pub type Endpoint = BoundedVec<u8, ConstU32<256>>;

/// The profile of a node.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Profile {
    /// Its name.
    pub name: Name,
    /// The URL under which it serves.
    pub endpoint: Endpoint,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
    /// The deposit on hold in the operator's account for this row, in planck.
    pub deposit: Balance,
}

/// A profile as an operator writes it.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct ProfileInput {
    /// The node's name.
    pub name: Name,
    /// The URL under which it serves: `http://` or `https://` and printable ASCII without spaces,
    /// or empty if it serves nothing.
    pub endpoint: Endpoint,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
}

impl ProfileInput {
    /// Returns true if the endpoint is a URL that a client can call, or empty.
    pub fn has_valid_endpoint(&self) -> bool {
        let url = self.endpoint.as_slice();
        let host = url.strip_prefix(b"https://").or_else(|| url.strip_prefix(b"http://"));
        match host {
            Some(host) => !host.is_empty() && host.iter().all(u8::is_ascii_graphic),
            None => url.is_empty(),
        }
    }

    /// Returns the row that is stored for it, with `deposit` on hold.
    pub fn with_deposit(self, deposit: Balance) -> Profile {
        let Self { name, endpoint, service_key } = self;
        Profile { name, endpoint, service_key, deposit }
    }
}

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

impl<AccountId> GenesisNode<AccountId> {
    /// Returns its profile; `None` if its name or its endpoint is too long.
    pub(crate) fn profile(&self) -> Option<ProfileInput> {
        Some(ProfileInput {
            name: Name::try_from(self.name.as_bytes().to_vec()).ok()?,
            endpoint: Endpoint::try_from(self.endpoint.as_bytes().to_vec()).ok()?,
            service_key: self.service_key,
        })
    }
}
