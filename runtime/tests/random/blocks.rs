//! Blocks whose hooks find the weight that those before them took, as they do on the chain.

use frame_executive::OnInitializeWithWeightRegistration as Begin;
use nes_core::BlockNumber;
use nes_runtime::{AllPalletsWithSystem, Runtime, RuntimeOrigin, System, Timestamp};
use pallet_tempo::SlotMillis;
use sp_runtime::traits::Get;

use super::common::{assert_sound, end_block, pre_digest};

/// Blocks of an epoch on the development clock.
pub(crate) const EPOCH: BlockNumber = 10;

/// Ends the block that runs, checks the invariants and begins the next block; returns the number of
/// events of the end.
pub(crate) fn next() -> usize {
    end_block();
    let ends = System::event_count().try_into().unwrap();
    assert_sound();
    let height = System::block_number() + 1;
    System::initialize(&height, &System::parent_hash(), &pre_digest(height));
    <AllPalletsWithSystem as Begin<Runtime>>::on_initialize_with_weight_registration(height);
    let now = u64::from(height) * SlotMillis::<Runtime>::get();
    Timestamp::set(RuntimeOrigin::none(), now).unwrap();
    ends
}

/// Returns the number of the epoch of `block`.
pub(crate) fn epoch_of(block: BlockNumber) -> u64 {
    u64::from((block - 1) / EPOCH)
}

/// Returns true if `block` is the first one of an epoch: the session's rotation takes all of its
/// weight, and leaves none for changes of offers and for draws.
pub(crate) fn begins_epoch(block: BlockNumber) -> bool {
    block > 1 && block % EPOCH == 1
}
