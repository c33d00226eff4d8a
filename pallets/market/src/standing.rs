//! The standing of a node in a service, which only weighs it in draws. Nothing here reads storage.
//!
//! A paid answer moves it towards one by a fiftieth of what is missing, in proportion to the
//! protocol's part of the fee, against that of a usual fee of the service: what a payer with a node
//! of its own gets back weighs nothing. All answers of an epoch together bring no more than one of a
//! usual fee: time cannot be bought. A fault takes a fifth of what is above a newcomer's.

use nes_core::Balance;
use sp_runtime::{Perbill, Saturating};

use crate::types::{Gains, NEWCOMER};

/// The part of what is missing that a usual fee brings.
const GAIN: Perbill = Perbill::from_percent(2);

/// The part of what was gained that a fault takes.
const LOSS: Perbill = Perbill::from_percent(20);

/// The number of usual fees after which half of the memory of the usual one is new.
const INERTIA: Balance = 64;

/// Returns the weight of an answer with a `protocol` part in its fee, where `usual` is that of a
/// usual fee.
pub(crate) fn weight(protocol: Balance, usual: Balance) -> Perbill {
    Perbill::from_rational(protocol, usual.max(1))
}

/// Returns the `standing` after paid answers of this `weight`.
pub(crate) fn after_answers(standing: Perbill, weight: Perbill) -> Perbill {
    let missing = Perbill::one().saturating_sub(standing);
    standing.saturating_add(GAIN.saturating_mul(weight).saturating_mul(missing))
}

impl Gains {
    /// Counts an answer of this `weight` in `epoch`; returns the part of it that is not beyond the
    /// weight of one usual answer in the epoch.
    pub(crate) fn count(&mut self, epoch: u64, weight: Perbill) -> Perbill {
        if self.epoch != epoch {
            *self = Self { epoch, weight: Perbill::zero() };
        }
        let counted = weight.min(Perbill::one().saturating_sub(self.weight));
        self.weight = self.weight.saturating_add(counted);
        counted
    }
}

/// Returns the `standing` after a fault.
pub(crate) fn after_fault(standing: Perbill) -> Perbill {
    let gained = standing.saturating_sub(NEWCOMER);
    NEWCOMER.saturating_add(gained.saturating_sub(LOSS.saturating_mul(gained)))
}

/// Returns the `usual` protocol's part after one of `protocol`, in planck.
///
/// It is a mean in which a fee weighs by itself, up to double the usual one: small tasks cannot make
/// it small, whatever their number, and one large task cannot make it large.
pub(crate) fn usual(usual: Balance, protocol: Balance) -> Balance {
    if usual == 0 {
        return protocol;
    }
    let fee = protocol.min(usual.saturating_mul(2));
    let weight = Perbill::from_rational(fee, fee.saturating_add(INERTIA.saturating_mul(usual)));
    let change = weight.mul_floor(fee.abs_diff(usual));
    // Rounded up where it rises, or it would stay at next to nothing.
    if fee > usual {
        usual.saturating_add(change.max(1))
    } else {
        usual.saturating_sub(change).max(1)
    }
}
