//! The keys of nodes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ed25519, sr25519};

/// The key that a node signs its answers with.
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
)]
pub enum ServiceKey {
    /// An Ed25519 key.
    Ed25519(ed25519::Public),
    /// An sr25519 key.
    Sr25519(sr25519::Public),
}
