//! The basic types of the chain.

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
