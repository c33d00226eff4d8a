//! Blocks, built as an author does it and imported as everybody else does.

use nes_core::BlockNumber;
use nes_runtime::{
    genesis::LOCAL_TESTNET, Block, Executive, Header, Runtime, System, UncheckedExtrinsic,
};
use pallet_tempo::SlotMillis;
use sp_consensus_babe::Slot;
use sp_runtime::{traits::Get, ApplyExtrinsicResult, ExtrinsicInclusionMode};

use super::{end_block, genesis, pre_digest_of_slot, run_to};

/// Ends the block that runs, and begins the next one as an author does, with the clock's inherent.
pub(crate) fn begin() -> ExtrinsicInclusionMode {
    end_block();
    initialize(System::block_number() + 1)
}

pub(crate) fn initialize(number: BlockNumber) -> ExtrinsicInclusionMode {
    initialize_in_slot(number, u64::from(number).into())
}

/// The same in any slot.
pub(crate) fn initialize_in_slot(number: BlockNumber, slot: Slot) -> ExtrinsicInclusionMode {
    let mode = Executive::initialize_block(&header(number, slot));
    assert_eq!(Executive::apply_extrinsic(clock(slot)), Ok(Ok(())));
    mode
}

fn header(number: BlockNumber, slot: Slot) -> Header {
    let digest = pre_digest_of_slot(slot);
    let (parent_hash, root) = (System::parent_hash(), Default::default());
    Header { parent_hash, number, state_root: root, extrinsics_root: root, digest }
}

/// The inherent that sets the clock of a block in `slot`.
fn clock(slot: Slot) -> UncheckedExtrinsic {
    let now = *slot * SlotMillis::<Runtime>::get();
    UncheckedExtrinsic::new_bare(pallet_timestamp::Call::set { now }.into())
}

/// Has an author build a block of what `extrinsics` returns on a chain on which `prepare` has run,
/// and imports it on another such chain. Returns the results that the author saw.
pub(crate) fn build_and_import(
    prepare: impl Fn(),
    extrinsics: impl Fn() -> Vec<UncheckedExtrinsic>,
) -> Vec<ApplyExtrinsicResult> {
    let start = || {
        run_to(1);
        prepare();
        end_block();
        System::block_number() + 1
    };
    let (results, block) = genesis(LOCAL_TESTNET).execute_with(|| {
        let number = start();
        initialize(number);
        let all = extrinsics();
        let results = all.iter().cloned().map(Executive::apply_extrinsic).collect();
        let extrinsics = [clock(u64::from(number).into())].into_iter().chain(all).collect();
        (results, Block { header: Executive::finalize_block(), extrinsics })
    });
    genesis(LOCAL_TESTNET).execute_with(|| {
        start();
        Executive::execute_block(block.into());
    });
    results
}
