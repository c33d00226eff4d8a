//! A service.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, Hash, ServiceKind, Tariff, Verification};
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// The state of a service now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ServiceInfo<AccountId> {
    /// The account that published it and earns the royalty.
    pub publisher: AccountId,
    /// The resource that it sells.
    pub kind: ServiceKind,
    /// Its name, at most 64 bytes.
    pub name: Vec<u8>,
    /// The URI of the description of its present version, at most 256 bytes.
    pub uri: Vec<u8>,
    /// The hash of the content at `uri`.
    pub content_hash: Hash,
    /// The number of updates of its content.
    pub version: u32,
    /// The unit of its usage, at most 32 bytes.
    pub unit: Vec<u8>,
    /// The verification of its work.
    pub verification: Verification,
    /// The stake that a node needs to offer it, in planck.
    pub min_stake: Balance,
    /// The publisher's share of each fee.
    pub royalty: Permill,
    /// Its status, which decides if it takes new work.
    pub status: ServiceStatus,
    /// The deposit on hold for it in the publisher's account, in planck.
    pub deposit: Balance,
    /// The number of nodes that offer it.
    pub offers: u32,
    /// The number of its open tasks.
    pub open_tasks: u32,
    /// A lower bound of every offer's tariff, part by part.
    pub floor: Tariff,
}

/// The status of a service: only one that is on sale takes new work.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServiceStatus {
    /// It takes offers and tasks.
    OnSale,
    /// Its publisher took it off sale.
    Retired,
    /// The curator took it off sale.
    Delisted {
        /// The hash of the document that states the reason.
        reason: Hash,
    },
}
