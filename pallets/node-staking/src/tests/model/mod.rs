//! A second implementation of node staking, as plain as possible, with which the pallet is
//! compared.
//!
//! Nothing here is shared with the pallet but the parameters. The value of a share is an exact
//! fraction of unbounded numbers; there are no running sums, no marks and no agenda: every position
//! is looked at whenever a command concerns it. A refused command may leave any state behind; its
//! caller works on a copy.

mod arrivals;
mod choose;
mod commands;
mod compare;
mod conduct;
mod disputes;
mod exit;
mod money;
mod rewards;
mod seen;
mod slashing;
mod stake;

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::{BigInt, BigUint};

use crate::Params;

pub(super) use choose::Chance;
pub(super) use commands::Command;
pub(super) use compare::apply;
use conduct::Conduct;
use money::Account;
use seen::Seen;

/// The result of a command: success, or the name of the error.
pub(super) type Outcome<T = ()> = Result<T, &'static str>;

/// One, in parts of a billion.
pub(super) const ONE: u32 = 1_000_000_000;

/// The number of parts into which a planck of rewards is divided.
pub(super) const PARTS: u64 = 1_000_000_000_000_000_000;

/// Returns the error `name`, unless `holds`.
pub(super) fn ensure(holds: bool, name: &'static str) -> Outcome {
    holds.then_some(()).ok_or(name)
}

/// The whole state.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub era: u32,
    pub params: Params,
    pub accounts: BTreeMap<u64, Account>,
    pub treasury: u64,
    pub nodes: BTreeMap<u64, Node>,
    /// The slashes that are neither executed nor cancelled.
    pub open: BTreeMap<u32, Open>,
    pub next_slash: u32,
    /// The rewards that wait, in planck.
    pub pot: u128,
    /// The part of the pot that nobody is owed any more, in parts of a planck.
    pub forgotten: BigUint,
    /// The accounts with session keys.
    pub keys: BTreeSet<u64>,
    /// The validator set of the session, and the one of the next session, which are taken from the
    /// session pallet.
    pub validators: Vec<u64>,
    pub queued: Vec<u64>,
    pub seen: Seen,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The commission, in parts of a billion.
    pub commission: u32,
    /// A raise, and the era from which on it applies.
    pub raise: Option<(u32, u32)>,
    pub commission_due: u128,
    /// Rewards that could not be divided yet, in parts of a planck.
    pub carry: BigUint,
    pub slashes: Vec<Slash>,
    pub validator: bool,
    /// The first era in which its jail may end.
    pub jail: Option<u32>,
    /// The era in which the active shares unlock, if the operator has left.
    pub leaving: Option<u32>,
    pub deposit: u128,
    pub agent: Option<u64>,
    pub positions: BTreeMap<u64, Position>,
    pub conduct: Conduct,
    /// The shares and the carry after the last reward, and the deviation of rewards by now because
    /// of carries that other shares than before earned.
    pub last_reward: (u128, BigUint),
    pub slack: BigUint,
}

#[derive(Clone, Default, Debug)]
pub(super) struct Position {
    pub shares: u128,
    pub held: u128,
    pub compound: bool,
    /// The unbonding shares by the era in which they unlock.
    pub entries: BTreeMap<u32, u128>,
    /// The rewards that wait, in parts of a planck.
    pub rewards: BigUint,
    /// The same by exact division, with sixty digits.
    pub fair: BigInt,
    /// The stake in it that answers for other nodes too, in the order of its arrival.
    pub arrivals: Vec<Arrival>,
}

/// Stake that came from another node, and answers for it as if it had stayed there to unbond.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Arrival {
    pub from: u64,
    /// The shares of that node that it was, and the era in which they would have unlocked there.
    pub shares: u128,
    pub unlock: u32,
    /// The amount that it still answers with, in planck.
    pub value: u128,
    /// The number of the first slash after the move, which only counts what was seen.
    pub since: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    Pending,
    Executed,
    Cancelled,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cause {
    Service,
    Dispute,
    /// An equivocation, with the first slash of its offence.
    Offence(u32),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Slash {
    pub id: u32,
    pub era: u32,
    /// The fraction, in parts of a billion.
    pub fraction: u32,
    pub state: State,
    pub cause: Cause,
    /// The era until which it jails the node.
    pub jail: Option<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct Open {
    pub node: u64,
    pub execute_era: u32,
    /// The reporter, and its share in parts of a billion.
    pub reporter: Option<(u64, u32)>,
    /// The payments out of the operator's loss.
    pub awards: Vec<(u64, u128)>,
    /// The account that appealed, and its bond.
    pub appeal: Option<(u64, u128)>,
}

impl Slash {
    pub(super) fn counts(&self) -> bool {
        self.state != State::Cancelled
    }

    pub(super) fn is_executed(&self) -> bool {
        self.state == State::Executed
    }

    pub(super) fn is_pending(&self) -> bool {
        self.state == State::Pending
    }

    /// Returns true if it is the first one of an offence.
    pub(super) fn is_first(&self) -> bool {
        self.cause == Cause::Offence(self.id)
    }
}

impl Model {
    pub(super) fn new(params: Params, treasury: u64, balances: &[(u64, u128)]) -> Self {
        let account = |free: u128| Account { free, ..Account::default() };
        Self {
            era: 0,
            params,
            accounts: balances.iter().map(|(who, free)| (*who, account(*free))).collect(),
            treasury,
            nodes: BTreeMap::new(),
            open: BTreeMap::new(),
            next_slash: 0,
            pot: 0,
            forgotten: BigUint::ZERO,
            keys: BTreeSet::new(),
            validators: Vec::new(),
            queued: Vec::new(),
            seen: Seen::default(),
        }
    }

    pub(super) fn node(&mut self, who: u64) -> Outcome<&mut Node> {
        self.nodes.get_mut(&who).ok_or("NotRegistered")
    }

    pub(super) fn position(&mut self, node: u64, staker: u64) -> Outcome<&mut Position> {
        self.node(node)?.positions.get_mut(&staker).ok_or("NoPosition")
    }
}

impl Position {
    /// Returns true if nothing is left of it, active or unbonding.
    pub(super) fn is_empty(&self) -> bool {
        self.shares == 0 && self.entries.is_empty()
    }
}

impl Node {
    /// Returns the shares of all its positions.
    pub(super) fn shares(&self) -> u128 {
        self.positions.values().map(|position| position.shares).sum()
    }

    /// Returns the active shares of `who`; the operator has the node's name.
    pub(super) fn shares_of(&self, who: u64) -> u128 {
        self.positions.get(&who).map_or(0, |position| position.shares)
    }

    /// Returns the unbonding shares of all its positions.
    pub(super) fn unbonding_shares(&self) -> u128 {
        self.positions.values().flat_map(|position| position.entries.values()).sum()
    }

    /// Returns the commission in `era`, in parts of a billion.
    pub(super) fn commission_in(&self, era: u32) -> u32 {
        self.raise.filter(|(_, from)| *from <= era).map_or(self.commission, |(raised, _)| raised)
    }

    pub(super) fn has_pending_slash(&self) -> bool {
        self.slashes.iter().any(Slash::is_pending)
    }
}
