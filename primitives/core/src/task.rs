//! Tasks and the answers of nodes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{Hash, Usage};

/// The id of a task, from a counter that never goes back.
pub type TaskId = u64;

/// The random bytes that hide an answer inside its commitment.
pub type Salt = [u8; 32];

/// An answer as a node reports it; two answers agree when they are equal, usage included.
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
pub struct Answer {
    /// The blake2-256 hash of the output's bytes.
    pub result: Hash,
    /// The usage that producing it took.
    pub usage: Usage,
}
