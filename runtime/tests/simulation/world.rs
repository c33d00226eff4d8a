//! The participants, and the chain on which they meet.

use codec::Encode;
use nes_core::{AccountId, Balance};
use nes_runtime::constants::currency::UNIT;
use serde_json::Value;
use sp_io::hashing::blake2_256;

/// The stake behind the service, in units of the least stake of a node.
const UNITS: usize = 100;
/// Every third honest node has as much from a delegator as of its own.
const DELEGATED: usize = 3;
/// The number of honest payers.
const PAYERS: u8 = 8;

/// A world: who is in it, and by which numbers it differs from the public chain.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// The number from which all randomness follows.
    pub(crate) seed: u64,
    /// The attacker's part of the stake behind the service, in percent.
    pub(crate) share: u8,
    /// The attacker's nodes, each with the least stake.
    pub(crate) own: Vec<AccountId>,
    /// The others.
    pub(crate) honest: Vec<AccountId>,
    /// The self stake of each node, in planck.
    pub(crate) stake: Balance,
    /// The price of each node, in planck.
    pub(crate) price: Balance,
    /// True if the curator has granted that answers are exact.
    pub(crate) is_exact: bool,
    /// True if the attacker's stake has not vested.
    pub(crate) is_locked: bool,
    /// True if the attacker's nodes are other people's, of which he has the agents' keys only.
    pub(crate) is_stolen: bool,
    /// The parameters that differ from the defaults, as a patch of the genesis.
    pub(crate) patch: Value,
}

impl World {
    /// A world in which the attacker has `share` percent of the stake.
    pub(crate) fn new(seed: u64, share: u8) -> Self {
        let own = (0..share).map(|index| account(b'o', index)).collect();
        let mut honest = vec![];
        let mut left = UNITS - usize::from(share);
        while left > 0 {
            left = left.saturating_sub(units(honest.len()));
            honest.push(account(b'h', u8::try_from(honest.len()).unwrap()));
        }
        let (stake, price) = (10_000 * UNIT, UNIT);
        let (is_exact, is_locked, is_stolen, patch) = (true, false, false, Value::Null);
        Self { seed, share, own, honest, stake, price, is_exact, is_locked, is_stolen, patch }
    }

    /// Returns true if this is one of the attacker's nodes.
    pub(crate) fn is_own(&self, node: &AccountId) -> bool {
        self.own.contains(node)
    }

    /// Returns the number of the attacker's nodes among these.
    pub(crate) fn count_own(&self, nodes: &[AccountId]) -> usize {
        nodes.iter().filter(|node| self.is_own(node)).count()
    }

    /// Returns all nodes.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &AccountId> {
        self.own.iter().chain(&self.honest)
    }

    /// Returns the delegators, each with its node.
    pub(crate) fn delegators(&self) -> impl Iterator<Item = (&AccountId, AccountId)> {
        let delegator = |(index, node)| (node, account(b'd', u8::try_from(index).unwrap()));
        self.honest.iter().enumerate().filter(|(index, _)| units(*index) == 2).map(delegator)
    }

    /// Returns the accounts whose money is the attacker's: his payer's, and those of his nodes.
    pub(crate) fn group(&self) -> impl Iterator<Item = AccountId> + '_ {
        let nodes = self.own.iter().filter(|_| !self.is_stolen).cloned();
        nodes.chain([own_payer()])
    }

    /// Returns a number below `end` that depends on `subject` and the seed only.
    pub(crate) fn dice(&self, subject: impl Encode, end: u64) -> u64 {
        let [a, b, c, d, ..] = (self.seed, subject).using_encoded(blake2_256);
        u64::from(u32::from_le_bytes([a, b, c, d])) % end
    }
}

/// Returns the stake behind the honest node of this number, in units.
fn units(index: usize) -> usize {
    1 + usize::from(index.is_multiple_of(DELEGATED))
}

fn account(role: u8, index: u8) -> AccountId {
    let mut bytes = [index; 32];
    bytes[0] = role;
    bytes.into()
}

/// Returns the account from which the attacker requests tasks.
pub(crate) fn own_payer() -> AccountId {
    account(b'p', 0)
}

/// Returns the accounts that request honest tasks.
pub(crate) fn payers() -> impl Iterator<Item = AccountId> {
    (0..PAYERS).map(|index| account(b'c', index))
}

/// Returns the publisher of the service.
pub(crate) fn publisher() -> AccountId {
    account(b's', 0)
}
