//! Slashes, and what they leave of a node.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, EraIndex};
use nes_ledger::Retained;
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A slash's number, from a counter that never goes back.
pub type SlashId = u32;

/// The slashes that a node has taken, in the order of their reports.
pub type Slashes = BoundedVec<Slash, ConstU32<64>>;

/// How many payers a slash can compensate.
pub const MAX_RESTITUTIONS: u32 = 16;

/// What a slash owes to the payers that the fault harmed, in planck.
pub type Restitutions<AccountId> = BoundedVec<(AccountId, Balance), ConstU32<MAX_RESTITUTIONS>>;

/// A fault's loss, as a fraction of what the node's shares were worth.
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
)]
pub struct Slash {
    /// Its number.
    pub id: SlashId,
    /// The era in which the fault was reported: stake that had matured before is out of reach.
    pub era: EraIndex,
    /// What is lost.
    pub fraction: Perbill,
    /// What it is for.
    pub kind: SlashKind,
    /// Whether it can still be cancelled.
    pub state: SlashState,
    /// When it came with a jail that has not ended: until when, at the least.
    pub jails_until: Option<EraIndex>,
}

/// What a slash is for.
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
)]
pub enum SlashKind {
    /// The node's faults as a service in the slash's era, together.
    Service,
    /// Equivocation as a validator.
    Equivocation {
        /// The first slash of the same offence; itself, when it is the first.
        offence: SlashId,
    },
}

/// Whether a slash can still be cancelled.
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
)]
pub enum SlashState {
    /// Reported; the stake counts less, but nothing has moved.
    Pending,
    /// Final; the loss may be moved out of the holds.
    Executed,
    /// Without effect. Only an equivocation stays in the list so, lest the same offence be
    /// reported again.
    Cancelled,
}

impl Slash {
    /// Whether it can still be cancelled.
    pub fn is_pending(&self) -> bool {
        self.state == SlashState::Pending
    }

    /// Whether it is final.
    pub fn is_executed(&self) -> bool {
        self.state == SlashState::Executed
    }

    /// Whether it lowers what shares are worth.
    pub fn counts(&self) -> bool {
        self.state != SlashState::Cancelled
    }

    /// Whether it belongs to `offence`.
    pub fn is_of(&self, of: SlashId) -> bool {
        matches!(self.kind, SlashKind::Equivocation { offence } if offence == of)
    }
}

/// What `slashes` leave.
pub(super) fn retained<'a>(slashes: impl Iterator<Item = &'a Slash>) -> Retained {
    slashes.fold(Retained::ALL, |left, slash| left.after(slash.fraction))
}

/// What is kept of a slash until it is executed or cancelled.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct OpenSlash<AccountId> {
    /// The node that it is of.
    pub node: AccountId,
    /// The first era in which it is executed.
    pub execute_era: EraIndex,
    /// Who reported the fault.
    pub reporter: Option<AccountId>,
    /// Whom the fault harmed, and what each is owed.
    pub restitutions: Restitutions<AccountId>,
    /// What the operator has on hold for an appeal, in planck; there is only one appeal.
    pub appeal: Option<Balance>,
}
