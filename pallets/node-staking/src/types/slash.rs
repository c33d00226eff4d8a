//! Slashes, and the fraction that they leave of a node.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, EraIndex};
use nes_ledger::Retained;
use nes_traits::Award;
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A slash's number, from a counter that never goes back.
pub type SlashId = u32;

/// The slashes that a node has taken, in the order of their reports.
pub type Slashes = BoundedVec<Slash, ConstU32<64>>;

/// The number of slashes of a node from which on a lost dispute adds none. The rest of the list is
/// for equivocations.
pub(crate) const DISPUTE_SLASHES: usize = 56;

/// The most payments out of a slash.
pub(crate) const MAX_AWARDS: u32 = 5;

/// The payments out of a slash, the most urgent first.
pub type Awards<AccountId> = BoundedVec<Award<AccountId>, ConstU32<MAX_AWARDS>>;

/// A fault's loss, as a fraction of the value of the node's shares.
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
    /// The era in which the fault was reported. Stake that had matured before it is out of reach.
    pub era: EraIndex,
    /// The fraction that is lost.
    pub fraction: Perbill,
    /// The kind of the fault.
    pub kind: SlashKind,
    /// Its state.
    pub state: SlashState,
    /// The earliest era in which the jail that came with it may end; `None` without a jail, or once
    /// it has ended.
    pub jails_until: Option<EraIndex>,
}

/// The kind of the fault that a slash is for.
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
    /// An era in which too many of the node's tasks failed, or it missed too many seats in second
    /// committees.
    Service,
    /// Equivocation as a validator.
    Equivocation {
        /// The first slash of the same offence; itself, if it is the first.
        offence: SlashId,
    },
    /// A dispute that the node lost, or a wrong answer in a second committee.
    Dispute,
}

/// The state of a slash.
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
    /// Without effect. Only an equivocation stays in the list in this state, so that the same
    /// offence cannot be reported again.
    Cancelled,
}

impl Slash {
    /// Returns true if it can still be cancelled.
    pub fn is_pending(&self) -> bool {
        self.state == SlashState::Pending
    }

    /// Returns true if it is final.
    pub fn is_executed(&self) -> bool {
        self.state == SlashState::Executed
    }

    /// Returns true if it lowers the value of shares.
    pub fn counts(&self) -> bool {
        self.state != SlashState::Cancelled
    }

    /// Returns true if it is for an equivocation.
    pub fn is_equivocation(&self) -> bool {
        matches!(self.kind, SlashKind::Equivocation { .. })
    }

    /// Returns true if it belongs to `offence`.
    pub fn is_of(&self, of: SlashId) -> bool {
        matches!(self.kind, SlashKind::Equivocation { offence } if offence == of)
    }
}

/// Returns the fraction that `slashes` leave.
pub(crate) fn retained<'a>(slashes: impl Iterator<Item = &'a Slash>) -> Retained {
    slashes.fold(Retained::ALL, |left, slash| left.after(slash.fraction))
}

/// A slash that is neither executed nor cancelled yet.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct OpenSlash<AccountId> {
    /// The slashed node.
    pub node: AccountId,
    /// The first era in which it is executed.
    pub execute_era: EraIndex,
    /// The reporter of the fault.
    pub reporter: Option<Reporter<AccountId>>,
    /// The payments out of the operator's loss by a lost dispute.
    pub awards: Awards<AccountId>,
    /// The appeal; there is only one.
    pub appeal: Option<Appeal<AccountId>>,
}

/// The reporter of a fault, whose reward comes out of the operator's loss.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Reporter<AccountId> {
    /// The account that is paid.
    pub who: AccountId,
    /// Its part of the loss, as it was when the fault was reported.
    pub share: Perbill,
}

/// The appeal of a slash.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Appeal<AccountId> {
    /// The operator, or the delegator, who appealed.
    pub who: AccountId,
    /// The amount that is on hold in that account for it, in planck.
    pub bond: Balance,
}
