//! Owner of `Ring`: the outputs of the latest blocks, from which the draws of second committees get
//! their seed.

use codec::Encode;
use frame_support::weights::Weight;
use nes_core::{Hash, ServiceId, TaskId};
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Get;

use crate::{Config, Pallet, Ring, WeightInfo};

/// The number of outputs that are kept.
pub const RING: usize = 8;

/// The domain of the seed, and the version of its layout.
const DOMAIN: [u8; 12] = *b"nes/second/1";

impl<T: Config> Pallet<T> {
    /// Keeps the output of this block, if it has one; returns the weight.
    pub(crate) fn note_randomness() -> Weight {
        if let Some(output) = T::Randomness::get() {
            Self::note_output(output);
        }
        T::WeightInfo::note_output()
    }

    /// Keeps an output in place of the oldest one.
    pub(crate) fn note_output(output: Hash) {
        Ring::<T>::mutate(|ring| {
            ring.rotate_left(1);
            let [.., newest] = ring;
            *newest = output;
        });
    }

    /// Returns the seed of the draw of the second committee of `task` now:
    /// `blake2_256(SCALE(("nes/second/1", ring, task, service)))`, without length prefixes, where the
    /// ring is the eight latest outputs, the oldest first. It is `None` until there are eight.
    pub fn seed_now(task: TaskId, service: ServiceId) -> Option<Hash> {
        let ring = Ring::<T>::get();
        let is_full = ring.iter().all(|output| !output.is_zero());
        is_full.then(|| (DOMAIN, ring, task, service).using_encoded(blake2_256).into())
    }
}
