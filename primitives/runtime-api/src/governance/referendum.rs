//! Referenda, and the facts about them that the state of a block does not keep.

use alloc::{string::String, vec::Vec};

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex, Hash};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

use super::OriginInfo;

/// A referendum, as lists have it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub enum ReferendumInfo<AccountId, BlockNumber> {
    /// An ongoing one.
    Ongoing(RunningInfo<AccountId, BlockNumber>),
    /// An ended one, of which the chain keeps little.
    Ended(EndedInfo<AccountId, BlockNumber>),
}

/// An ongoing referendum.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct RunningInfo<AccountId, BlockNumber> {
    /// The id of its track.
    pub track: u16,
    /// The name of its track.
    pub track_name: String,
    /// The origin that the call is made with.
    pub origin: OriginInfo,
    /// The call that is voted on.
    pub proposal: ProposalInfo,
    /// The time of the call, if the track's enactment period is over by then.
    pub enactment: EnactmentTime<BlockNumber>,
    /// The block of its submission.
    pub submitted: BlockNumber,
    /// The deposit for its submission.
    pub submission_deposit: DepositInfo<AccountId>,
    /// The deposit for its decision, once there is one.
    pub decision_deposit: Option<DepositInfo<AccountId>>,
    /// Its stage.
    pub stage: ReferendumStage<BlockNumber>,
    /// Its votes.
    pub tally: TallyInfo,
    /// The hash of the preimage that it is discussed by, if its submitter has set one.
    pub document: Option<Hash>,
}

/// An ended referendum.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EndedInfo<AccountId, BlockNumber> {
    /// Its outcome.
    pub end: ReferendumEnd,
    /// The block of its end.
    pub ended: BlockNumber,
    /// The block in which its call will be made; `None` once it has been, or if it never is.
    pub enactment: Option<BlockNumber>,
    /// The deposit for its submission, while it is reserved.
    pub submission_deposit: Option<DepositInfo<AccountId>>,
    /// The deposit for its decision, while it is reserved.
    pub decision_deposit: Option<DepositInfo<AccountId>>,
    /// The hash of the preimage that it was discussed by, if that has not been cleared.
    pub document: Option<Hash>,
}

/// The outcome of a referendum.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferendumEnd {
    /// Its call is made.
    Approved,
    /// The votes did not suffice.
    Rejected,
    /// It was cancelled.
    Cancelled,
    /// No decision began in time.
    TimedOut,
    /// It was killed, and its deposits taken.
    Killed,
}

/// A proposed call.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ProposalInfo {
    /// The hash of the encoded call.
    pub hash: Hash,
    /// The bytes of the encoded call.
    pub len: Option<u32>,
    /// The call as `section.method`; `None` if the chain has no preimage of that hash and length,
    /// it is not a call, or, in a list, it has more than [`MAX_LISTED`](ProposalInfo::MAX_LISTED)
    /// bytes.
    pub call: Option<String>,
}

impl ProposalInfo {
    /// The most bytes of a call that a list names.
    pub const MAX_LISTED: u32 = 4_096;
}

/// The time for which a call is proposed.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum EnactmentTime<BlockNumber> {
    /// At this block.
    At(BlockNumber),
    /// This number of blocks after the approval.
    After(BlockNumber),
}

/// A deposit for a referendum.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DepositInfo<AccountId> {
    /// The account that made it.
    pub depositor: AccountId,
    /// Its amount, in planck.
    pub amount: Balance,
    /// True if anyone can have it returned now.
    pub refundable: bool,
}

/// The stage of an ongoing referendum.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferendumStage<BlockNumber> {
    /// It lacks the deposit for its decision.
    AwaitingDeposit {
        /// The block in which it times out.
        ends: BlockNumber,
    },
    /// It has the deposit, and the preparation runs.
    Preparing {
        /// The block in which the preparation ends.
        ends: BlockNumber,
    },
    /// It waits for a place among those that are decided at once.
    Queued,
    /// It is being decided, and the votes do not suffice.
    Deciding {
        /// The block in which the decision began.
        since: BlockNumber,
        /// The block in which it ends.
        ends: BlockNumber,
    },
    /// It is being decided, and the votes suffice.
    Confirming {
        /// The block in which the decision began.
        since: BlockNumber,
        /// The block in which it is approved, if the votes suffice until then.
        ends: BlockNumber,
    },
}

/// The votes on an ongoing referendum.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct TallyInfo {
    /// Votes for it: NES in planck, times their conviction.
    pub ayes: Balance,
    /// Votes against it, likewise.
    pub nays: Balance,
    /// NES that said aye or abstained, in planck.
    pub support: Balance,
}

/// The details of a referendum.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ReferendumDetails<AccountId, BlockNumber> {
    /// The referendum, with the name of its call whatever its length.
    pub info: ReferendumInfo<AccountId, BlockNumber>,
    /// The encoded call, if it is ongoing and the chain has the preimage.
    pub encoded_call: Option<Vec<u8>>,
    /// Its standing; `None` if it has ended.
    pub standing: Option<ReferendumStanding<BlockNumber>>,
}

/// The standing of an ongoing referendum by the votes of now. Before its decision, the needed parts
/// are those of the decision's start.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ReferendumStanding<BlockNumber> {
    /// Votes for it, as a part of all votes on it.
    pub approval: ShareInfo,
    /// NES that said aye or abstained, as a part of those that can vote.
    pub support: ShareInfo,
    /// All NES that can vote, in planck.
    pub votable: Balance,
    /// The votes that would let it pass.
    pub missing: MissingInfo,
    /// Its outcome if nobody votes any more; `None` while it is queued.
    pub forecast: Option<ForecastInfo<BlockNumber>>,
}

/// A part, and the one that is needed.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ShareInfo {
    /// The part that there is.
    pub now: Perbill,
    /// The part that is needed now.
    pub needed: Perbill,
}

/// The fewest further votes with which a referendum would pass now; both zero if it does.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct MissingInfo {
    /// Ayes with conviction for its approval, in planck; `None` if no number of them suffices.
    pub ayes: Option<Balance>,
    /// NES for its support, in planck.
    pub support: Balance,
}

/// The outcome of a referendum if nobody votes any more, the NES that can vote stay the same, and
/// its decision begins as soon as its preparation is over.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ForecastInfo<BlockNumber> {
    /// The outcome: approved, rejected or timed out.
    pub outcome: ReferendumEnd,
    /// The block of its end.
    pub block: BlockNumber,
    /// The blocks until then.
    pub blocks_left: BlockNumber,
}

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
