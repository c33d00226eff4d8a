//! Owner of `Reputations`.

use codec::Encode;
use frame_support::traits::Get;
use nes_traits::NodeRegistry;
use sp_io::hashing::blake2_256;

use crate::{Config, Pallet, Reputation, Reputations};

impl<T: Config> Pallet<T> {
    /// Raises the reputation of `node` for a task that it completed and `payer` paid.
    pub(crate) fn raise_reputation(node: &T::AccountId, payer: &T::AccountId) {
        let [a, b, c, d, e, f, g, h, ..] = payer.using_encoded(blake2_256);
        let payer = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        let epoch = T::Epoch::get();
        Self::change_reputation(node, |reputation| reputation.gain(epoch, payer));
    }

    /// Lowers the reputation of `node` for a task that it failed by a fault of its own.
    pub(crate) fn lower_reputation(node: &T::AccountId) {
        Self::change_reputation(node, Reputation::lose);
    }

    /// Removes the reputation of a node that is no longer registered.
    pub(crate) fn remove_reputation(node: &T::AccountId) {
        Reputations::<T>::remove(node);
    }

    /// Changes the reputation of a node that has a stake. The last tasks of a node that left may be
    /// settled after its record was removed; they must not leave a row that nobody would remove.
    fn change_reputation(node: &T::AccountId, change: impl FnOnce(&mut Reputation)) {
        if T::NodeRegistry::stake(node) > 0 {
            Reputations::<T>::mutate(node, change);
        }
    }
}
