//! Tracks.

use alloc::string::String;

use codec::{Decode, Encode};
use nes_core::Balance;
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A track.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct TrackInfo<BlockNumber> {
    /// Its id.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// The origin that its referenda speak for.
    pub origin: OriginInfo,
    /// The most that its origin spends of the treasury at a time, in planck; `None` for an origin
    /// that does not spend by a cap.
    pub spend_cap: Option<Balance>,
    /// The number of referenda that are decided at once.
    pub at_once: u32,
    /// The deposit for a submission, in planck.
    pub submission_deposit: Balance,
    /// The deposit for a decision, in planck.
    pub decision_deposit: Balance,
    /// The blocks from the submission until the decision can begin.
    pub prepare: BlockNumber,
    /// The blocks of the decision.
    pub decision: BlockNumber,
    /// The blocks for which the votes have to suffice.
    pub confirm: BlockNumber,
    /// The fewest blocks from the approval until the call is made.
    pub enactment: BlockNumber,
    /// The part of the votes that has to say aye.
    pub approval: RequiredInfo,
    /// The part of all votable NES that has to say aye.
    pub support: RequiredInfo,
}

/// An origin, by the names by which clients submit a proposal for it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OriginInfo {
    /// The pallet that it is an origin of: `system` or `Origins`.
    pub pallet: String,
    /// Its name there.
    pub name: String,
}

/// A part that falls during the decision.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct RequiredInfo {
    /// The part that is needed at the decision's start.
    pub start: Perbill,
    /// The part that is needed at its end.
    pub end: Perbill,
}
