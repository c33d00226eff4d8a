//! A node, and what its shares are worth.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Balance, EraIndex};
use nes_ledger::{Accumulator, Retained};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

use super::{slash, Slash, Slashes};

/// How far a commission may be raised at once.
pub(crate) const MAX_COMMISSION_RAISE: Perbill = Perbill::from_percent(5);

/// With less than this left of a share, a node takes no new stake and no work.
const LEAST_RETAINED: Perbill = Perbill::from_percent(10);

/// With so many slashes a node takes no new stake and no work. The rest of the list is for faults
/// that come to light later.
const MOST_SLASHES: usize = 48;

/// A registered node, under its operator's account.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Node<AccountId> {
    /// The active shares of all its positions. Before any slash a share is a planck.
    pub shares: Balance,
    /// The operator's own part of `shares`.
    pub self_shares: Balance,
    /// The unbonding shares of all its positions.
    pub unbonding_shares: Balance,
    /// The slashes that lower what its shares are worth, in the order of their reports.
    pub slashes: Slashes,
    /// What an active share has earned since the node was registered, in 10⁻¹⁸ planck.
    pub reward_per_share: u128,
    /// What of its rewards could not be divided yet, in 10⁻¹⁸ planck.
    pub reward_carry: u128,
    /// The operator's share of what the node earns; a raise may be due, see
    /// [`Node::commission_at`].
    pub commission: Perbill,
    /// A raise of the commission that has been announced.
    pub next_commission: Option<NextCommission>,
    /// The commission that waits for the operator, in planck.
    pub commission_accrued: Balance,
    /// The hot account that may work for the node, and do nothing else.
    pub agent: Option<AccountId>,
    /// Whether the operator wants it to validate.
    pub validator: bool,
    /// While it is jailed, the first era in which its operator may end that: the last that its
    /// slashes ask for.
    pub jailed_until: Option<EraIndex>,
    /// Where it is in its life.
    pub status: Status,
}

/// A raise of a commission.
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
pub struct NextCommission {
    /// The commission from then on.
    pub commission: Perbill,
    /// The first era in which it applies.
    pub era: EraIndex,
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

impl<AccountId> Node<AccountId> {
    /// A node with the operator's `shares` that has neither an agent nor the validator role.
    pub fn new(shares: Balance, commission: Perbill) -> Self {
        Self {
            shares,
            self_shares: shares,
            unbonding_shares: 0,
            slashes: Slashes::new(),
            reward_per_share: 0,
            reward_carry: 0,
            commission,
            next_commission: None,
            commission_accrued: 0,
            agent: None,
            validator: false,
            jailed_until: None,
            status: Status::Active,
        }
    }

    /// Whether its operator has not left.
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    /// Whether nothing stands behind it any more, active or unbonding.
    pub fn is_empty(&self) -> bool {
        self.shares == 0 && self.unbonding_shares == 0
    }

    /// Whether slashes have left so little of it that it can only leave.
    pub fn is_exhausted(&self) -> bool {
        self.slashes.len() >= MOST_SLASHES || self.retained().is_below(LEAST_RETAINED)
    }

    /// Whether it may work, with at least `min_self_stake` of the operator's own.
    pub fn may_work(&self, min_self_stake: Balance) -> bool {
        self.is_active()
            && self.jailed_until.is_none()
            && !self.is_exhausted()
            && self.self_stake() >= min_self_stake
    }

    /// Whether a slash of it can still be cancelled.
    pub fn has_pending_slash(&self) -> bool {
        self.slashes.iter().any(Slash::is_pending)
    }

    /// What its slashes have left, pending and executed alike.
    pub fn retained(&self) -> Retained {
        slash::retained(self.slashes.iter().filter(|slash| slash.counts()))
    }

    /// What its executed slashes have left: what can no longer come back.
    pub fn retained_for_good(&self) -> Retained {
        slash::retained(self.slashes.iter().filter(|slash| slash.is_executed()))
    }

    /// What is at stake for it, in planck.
    pub fn stake(&self) -> Balance {
        self.retained().value(self.shares)
    }

    /// What its operator has at stake for it, in planck.
    pub fn self_stake(&self) -> Balance {
        self.retained().value(self.self_shares)
    }

    /// The stake that counts: up to `max_ratio` times the operator's own.
    pub fn counted_stake(&self, max_ratio: u32) -> Balance {
        let retained = self.retained();
        let most = retained.value(self.self_shares).saturating_mul(max_ratio.into());
        retained.value(self.shares).min(most)
    }

    /// What it is ranked by among the candidates for the validator set; `None` when it is none.
    pub fn score(&self) -> Option<Balance> {
        let candidate = self.validator && self.is_active() && self.jailed_until.is_none();
        candidate.then(|| self.stake())
    }

    /// Until when its slashes jail it.
    pub fn jail(&self) -> Option<EraIndex> {
        self.slashes.iter().filter_map(|slash| slash.jails_until).max()
    }

    /// The commission in `era`.
    pub fn commission_at(&self, era: EraIndex) -> Perbill {
        match self.next_commission {
            Some(next) if next.era <= era => next.commission,
            _ => self.commission,
        }
    }

    /// What its shares have earned.
    pub fn accumulator(&self) -> Accumulator {
        Accumulator { per_share: self.reward_per_share, carry: self.reward_carry }
    }
}
