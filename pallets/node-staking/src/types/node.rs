//! A node, and the value of its shares.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Balance, EraIndex};
use nes_ledger::{Accumulator, Retained};
use scale_info::TypeInfo;
use sp_runtime::{Perbill, Saturating};

use super::{slash, Slash, SlashId, SlashKind, Slashes};

/// The highest raise of a commission at once.
pub(crate) const MAX_COMMISSION_RAISE: Perbill = Perbill::from_percent(5);

/// The part of a share below which a node takes no new stake and no work.
pub(crate) const LEAST_RETAINED: Perbill = Perbill::from_percent(10);

/// The number of slashes from which on a node takes no new stake and no work. The rest of the list
/// is for faults that are reported later.
pub(crate) const MOST_SLASHES: usize = 48;

/// A registered node, under its operator's account.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Node<AccountId> {
    /// The number of its registration.
    pub registration: u32,
    /// The active shares of all its positions. Before any slash a share is a planck.
    pub shares: Balance,
    /// The operator's own part of `shares`.
    pub self_shares: Balance,
    /// The unbonding shares of all its positions.
    pub unbonding_shares: Balance,
    /// The slashes that it has taken, in the order of their reports.
    pub slashes: Slashes,
    /// The earnings of an active share since the node was registered, in 10⁻¹⁸ planck.
    pub reward_per_share: u128,
    /// The part of its rewards that could not be divided yet, in 10⁻¹⁸ planck.
    pub reward_carry: u128,
    /// The operator's share of the node's earnings; a raise may be due, see
    /// [`Node::commission_at`].
    pub commission: Perbill,
    /// A raise of the commission that has been announced.
    pub next_commission: Option<NextCommission>,
    /// The commission that waits for the operator, in planck.
    pub commission_accrued: Balance,
    /// The hot account that may work for the node, and do nothing else.
    pub agent: Option<AccountId>,
    /// True if the operator wants it to validate.
    pub validator: bool,
    /// The first era in which its operator may end its jail, while it is jailed: the last one that
    /// its slashes ask for.
    pub jailed_until: Option<EraIndex>,
    /// Its status.
    pub status: NodeStatus,
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

/// The status of a node.
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
pub enum NodeStatus {
    /// It may take work and validate.
    Active,
    /// Its operator has left, and all stake behind it is on its way out; the record is removed with
    /// the last position.
    Leaving {
        /// The first era in which the shares that were active can be withdrawn.
        unlock_era: EraIndex,
    },
}

/// Returns true if `value` is at least `minimum`, or short of it by the planck that rounding takes
/// from shares that are worth a part of a planck.
pub(crate) fn meets(value: Balance, minimum: Balance) -> bool {
    value.saturating_add(1) >= minimum
}

impl<AccountId> Node<AccountId> {
    /// Creates a node with the operator's `shares` that has neither an agent nor the validator
    /// role.
    pub fn new(registration: u32, shares: Balance, commission: Perbill) -> Self {
        Self {
            registration,
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
            status: NodeStatus::Active,
        }
    }

    /// Returns true if its operator has not left.
    pub fn is_active(&self) -> bool {
        self.status == NodeStatus::Active
    }

    /// Returns true if no stake is behind it any more, active or unbonding.
    pub fn is_empty(&self) -> bool {
        self.shares == 0 && self.unbonding_shares == 0
    }

    /// Returns true if it can only leave, because slashes have left too little of it or are too
    /// many.
    pub fn is_exhausted(&self) -> bool {
        self.slashes.len() >= MOST_SLASHES || self.retained().is_below(LEAST_RETAINED)
    }

    /// Returns true if it may work: it is active, free and not exhausted, and has at least
    /// `min_self_stake` of the operator's own.
    pub fn may_work(&self, min_self_stake: Balance) -> bool {
        self.is_active()
            && self.jailed_until.is_none()
            && !self.is_exhausted()
            && meets(self.self_stake(), min_self_stake)
    }

    /// Returns the slashes of `era` for disputes that it lost, without cancelled ones, which leave the
    /// list.
    fn lost_disputes(&self, era: EraIndex) -> impl Iterator<Item = &Slash> {
        let of_era = move |slash: &&Slash| slash.kind == SlashKind::Dispute && slash.era == era;
        self.slashes.iter().filter(of_era)
    }

    /// Returns true if it lost a dispute in `era`, for which it takes no work until the next one.
    pub fn has_lost_dispute(&self, era: EraIndex) -> bool {
        self.lost_disputes(era).next().is_some()
    }

    /// Returns the sum of the fractions that lost disputes of `era` take.
    pub fn lost_by_disputes(&self, era: EraIndex) -> Perbill {
        self.lost_disputes(era)
            .fold(Perbill::zero(), |sum, slash| sum.saturating_add(slash.fraction))
    }

    /// Returns true if a slash of it can still be cancelled.
    pub fn has_pending_slash(&self) -> bool {
        self.slashes.iter().any(Slash::is_pending)
    }

    /// Returns the first era in which its active shares can be withdrawn, if its operator has left.
    /// Slashes that are reported from then on do not reach them.
    pub fn unlock_era(&self) -> Option<EraIndex> {
        match self.status {
            NodeStatus::Active => None,
            NodeStatus::Leaving { unlock_era } => Some(unlock_era),
        }
    }

    /// Returns the fraction that its slashes have left of active shares, pending and executed ones.
    pub fn retained(&self) -> Retained {
        self.retained_by(Slash::counts)
    }

    /// Returns the fraction that its executed slashes have left of active shares, whose loss is
    /// final.
    pub fn retained_for_good(&self) -> Retained {
        self.retained_by(Slash::is_executed)
    }

    /// Returns the fraction that the slashes that `count` have left of active shares.
    pub(crate) fn retained_by(&self, count: impl Fn(&Slash) -> bool) -> Retained {
        let reaches = |slash: &&Slash| self.unlock_era().is_none_or(|unlock| slash.era < unlock);
        slash::retained(self.slashes.iter().filter(reaches).filter(|slash| count(slash)))
    }

    /// Returns the active stake behind it, in planck.
    pub fn stake(&self) -> Balance {
        self.retained().value(self.shares)
    }

    /// Returns its self stake, in planck.
    pub fn self_stake(&self) -> Balance {
        self.retained().value(self.self_shares)
    }

    /// Returns the loss of the active stake behind it by the slash `id`, in planck, with all others
    /// taken before.
    pub fn loss(&self, id: SlashId) -> Balance {
        let without = self.retained_by(|slash| slash.counts() && slash.id != id);
        without.value(self.shares).saturating_sub(self.stake())
    }

    /// Returns the stake that counts: up to `max_ratio` times the operator's own.
    pub fn effective_stake(&self, max_ratio: u32) -> Balance {
        let retained = self.retained();
        let most = retained.value(self.self_shares).saturating_mul(max_ratio.into());
        retained.value(self.shares).min(most)
    }

    /// Returns the stake by which it is ranked among the candidates for the validator set; `None`
    /// if it is none.
    pub fn score(&self) -> Option<Balance> {
        let candidate = self.validator && self.is_active() && self.jailed_until.is_none();
        candidate.then(|| self.stake())
    }

    /// Returns the era until which its slashes jail it.
    pub fn jail(&self) -> Option<EraIndex> {
        self.slashes.iter().filter_map(|slash| slash.jails_until).max()
    }

    /// Returns the commission in `era`.
    pub fn commission_at(&self, era: EraIndex) -> Perbill {
        match self.next_commission {
            Some(next) if next.era <= era => next.commission,
            _ => self.commission,
        }
    }

    /// Returns the earnings of its shares.
    pub fn accumulator(&self) -> Accumulator {
        Accumulator { per_share: self.reward_per_share, carry: self.reward_carry }
    }
}
