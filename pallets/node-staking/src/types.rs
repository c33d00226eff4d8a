//! A node, what stands behind it and what it shows of itself.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, EraIndex, ServiceKey};
use scale_info::TypeInfo;
use sp_runtime::{traits::Zero, Perbill};

/// A node's name: at most 64 bytes of whatever its operator likes.
pub type Name = BoundedVec<u8, ConstU32<64>>;

/// The URL under which a node serves: at most 256 bytes; empty when it serves nothing.
pub type Endpoint = BoundedVec<u8, ConstU32<256>>;

/// The entries of a position that are on their way out, oldest first.
pub type UnbondingEntries = BoundedVec<Unbonding, ConstU32<32>>;

/// The slashes that a node has taken.
pub type Slashes = BoundedVec<Slash, ConstU32<64>>;

/// A registered node, under its operator's account.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Node<AccountId> {
    /// The active shares of all its positions. Before any slash a share is a planck.
    pub shares: Balance,
    /// The unbonding shares of all its positions.
    pub unbonding_shares: Balance,
    /// The slashes that lower what its shares are worth; none at present.
    pub slashes: Slashes,
    /// What an active share has earned since the node was registered; zero at present.
    pub reward_per_share: u128,
    /// The operator's share of what the node's stake earns.
    pub commission: Perbill,
    /// The commission that waits for the operator, in planck; zero at present.
    pub commission_accrued: Balance,
    /// The hot account that may work for the node, and do nothing else.
    pub agent: Option<AccountId>,
    /// Whether the operator wants it to validate.
    pub validator: bool,
    /// Where it is in its life.
    pub status: Status,
}

impl<AccountId> Node<AccountId> {
    /// A node with `shares` behind it that has neither an agent nor the validator role.
    pub fn new(shares: Balance, commission: Perbill) -> Self {
        Self {
            shares,
            unbonding_shares: Zero::zero(),
            slashes: Slashes::new(),
            reward_per_share: Zero::zero(),
            commission,
            commission_accrued: Zero::zero(),
            agent: None,
            validator: false,
            status: Status::Active,
        }
    }

    /// Whether it may take new work, as far as its status goes.
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    /// Whether nothing stands behind it any more, active or unbonding.
    pub fn is_empty(&self) -> bool {
        self.shares.is_zero() && self.unbonding_shares.is_zero()
    }
}

/// Where a node is in its life.
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
pub enum Status {
    /// It may take work and validate.
    Active,
    /// Its operator has left; the record goes with the last position.
    Leaving,
}

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
    /// Its id, from a counter that never goes back.
    pub id: u32,
    /// The era in which the fault was reported.
    pub era: EraIndex,
    /// What is lost.
    pub fraction: Perbill,
    /// Whether it can still be cancelled.
    pub state: SlashState,
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
}

/// What one staker has behind one node.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct Position {
    /// The active shares.
    pub shares: Balance,
    /// What is on hold in the staker's account for this position, in planck.
    pub held: Balance,
    /// The node's `reward_per_share` up to which this position was paid; zero at present.
    pub reward_mark: u128,
    /// Rewards that wait for the staker, in planck; zero at present.
    pub accrued: Balance,
    /// Whether rewards are staked again instead of paid; false at present.
    pub compound: bool,
    /// The shares on their way out.
    pub unbonding: UnbondingEntries,
}

impl Position {
    /// A position of `stake`, all of it active and on hold.
    pub fn new(stake: Balance) -> Self {
        Self { shares: stake, held: stake, ..Default::default() }
    }

    /// Whether nothing is left of it, active or unbonding.
    pub fn is_empty(&self) -> bool {
        self.shares.is_zero() && self.unbonding.is_empty()
    }
}

/// Shares on their way out of a position.
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
pub struct Unbonding {
    /// How many; a share is worth what the node's slashes have left of a planck.
    pub shares: Balance,
    /// The first era in which they can be withdrawn.
    pub unlock_era: EraIndex,
}

/// What a node shows of itself.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Profile {
    /// Its name.
    pub name: Name,
    /// The URL under which it serves.
    pub endpoint: Endpoint,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
    /// What is on hold in the operator's account for this row, in planck.
    pub deposit: Balance,
}

/// A profile as an operator writes it.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct ProfileInput {
    /// The node's name.
    pub name: Name,
    /// The URL under which it serves: `http://` or `https://` and printable ASCII without spaces,
    /// or empty when it serves nothing.
    pub endpoint: Endpoint,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
}

impl ProfileInput {
    /// Whether the endpoint is a URL that a client can call, or empty.
    pub fn has_valid_endpoint(&self) -> bool {
        let url = self.endpoint.as_slice();
        let host = url.strip_prefix(b"https://").or_else(|| url.strip_prefix(b"http://"));
        match host {
            Some(host) => !host.is_empty() && host.iter().all(u8::is_ascii_graphic),
            None => url.is_empty(),
        }
    }

    /// The row that is stored for it, with `deposit` on hold.
    pub fn with_deposit(self, deposit: Balance) -> Profile {
        let Self { name, endpoint, service_key } = self;
        Profile { name, endpoint, service_key, deposit }
    }
}
