//! The basic types of the chain: accounts, blocks, and amounts with their parts.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{
    traits::{IdentifyAccount, Verify},
    MultiSignature,
};

/// A signature of an extrinsic: sr25519, ed25519 or ECDSA.
pub type Signature = MultiSignature;

/// An account: the public key behind a [`Signature`], or the hash of it.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;

/// An amount of NES in planck; 10^12 planck are one NES.
pub type Balance = u128;

/// A block's height.
pub type BlockNumber = u32;

/// A count of an account's extrinsics.
pub type Nonce = u32;

/// A 256-bit hash.
pub type Hash = sp_core::H256;

/// A point in time, in milliseconds since the Unix epoch.
pub type Moment = u64;

/// The index of an era, from 0 at genesis.
pub type EraIndex = u32;

/// The parts of an era's emission, in planck; they sum to it.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct EmissionParts {
    /// The part of the nodes whose validators made the era's blocks.
    pub validators: Balance,
    /// The part of the nodes whose settled work paid fees in the era.
    pub incentives: Balance,
    /// The part of the treasury.
    pub treasury: Balance,
}

/// The parts of one settled fee, in planck; they sum to the fee.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct FeeParts {
    /// The burned part, by which the issuance falls.
    pub burned: Balance,
    /// The part of the treasury.
    pub treasury: Balance,
    /// The part of the service's publisher.
    pub royalty: Balance,
    /// The part of the node that did the work.
    pub node: Balance,
}

impl FeeParts {
    /// Returns the protocol's share of the fee, in planck: the burned part and the treasury's. The
    /// sum cannot overflow, because both are parts of one fee.
    pub fn protocol(&self) -> Balance {
        self.burned.saturating_add(self.treasury)
    }
}
