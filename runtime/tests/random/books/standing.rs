//! The standing of nodes, in billionths, by the rules of the documentation.

use nes_core::Balance;
use nes_runtime::constants::currency::UNIT;

use super::money::BILLION;

/// The standing of a newcomer.
pub(crate) const NEWCOMER: u128 = 300_000_000;

/// The least of the protocol's part of a fee that counts as usual.
const LEAST_USUAL: Balance = UNIT / 100;

/// The weight of the answers of an epoch, at most one.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Gains {
    pub(crate) epoch: u64,
    pub(crate) weight: u128,
}

impl Gains {
    /// An answer in `epoch` weighs as much as the `protocol` part of its fee against a `usual` one,
    /// as far as the epoch has room. It moves the standing towards one by a fiftieth of what is
    /// missing, in proportion.
    pub(crate) fn raise(
        &mut self,
        standing: u128,
        epoch: u64,
        protocol: Balance,
        usual: Balance,
    ) -> u128 {
        if self.epoch != epoch {
            *self = Self { epoch, weight: 0 };
        }
        let weight = protocol * BILLION / usual.max(LEAST_USUAL);
        let weight = weight.min(BILLION - self.weight);
        self.weight += weight;
        standing + weight / 50 * (BILLION - standing) / BILLION
    }
}

/// A fault takes a fifth of what is above a newcomer's.
pub(crate) fn after_fault(standing: u128) -> u128 {
    standing - (standing - NEWCOMER) / 5
}

/// The usual part moves towards the new one, of which up to the double counts, by the share that it
/// has among 64 usual ones and itself; upwards by a planck at least.
pub(crate) fn usual(usual: Balance, protocol: Balance) -> Balance {
    if usual == 0 {
        return protocol;
    }
    let fee = protocol.min(2 * usual);
    let share = fee * BILLION / (fee + 64 * usual);
    if fee > usual {
        usual + (share * (fee - usual) / BILLION).max(1)
    } else {
        (usual - share * (usual - fee) / BILLION).max(1)
    }
}
