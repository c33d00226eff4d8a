//! The facts about referenda that the state of a block does not keep.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex, Hash};
use scale_info::TypeInfo;

use super::{ReferendumEnd, TallyInfo};

/// A block's facts about referenda that the state after it does not keep.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct GovernanceRecord {
    /// The era after the block.
    pub era: EraIndex,
    /// All NES that can vote after the block, in planck.
    pub votable: Balance,
    /// The referenda that ended in the block.
    pub ended: Vec<EndedTally>,
    /// The discussion documents that referenda were given in the block and that the chain still
    /// has after it, each once. One of more than [`MAX_DOCUMENT`](GovernanceRecord::MAX_DOCUMENT)
    /// bytes is left out, and so is one with which they would have more than
    /// [`MAX_DOCUMENTS`](GovernanceRecord::MAX_DOCUMENTS) bytes together.
    pub documents: Vec<Document>,
}

impl GovernanceRecord {
    /// The most bytes of a recorded document.
    pub const MAX_DOCUMENT: u32 = 65_536;

    /// The most bytes of a block's recorded documents together. A document can be given again and
    /// again in a block for a small fee, and a record that does not fit into the runtime's memory
    /// would be none.
    pub const MAX_DOCUMENTS: u32 = 1_048_576;
}

/// The votes on a referendum that has ended.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EndedTally {
    /// The referendum.
    pub referendum: u32,
    /// Its outcome.
    pub end: ReferendumEnd,
    /// The votes on it.
    pub tally: TallyInfo,
}

/// A discussion document.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// Its hash, by which referenda name it.
    pub hash: Hash,
    /// Its bytes; by convention JSON in UTF-8.
    pub bytes: Vec<u8>,
}
