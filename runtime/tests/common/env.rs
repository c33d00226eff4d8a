//! The chain as its users see it: they submit signed extrinsics, blocks are built of them, and
//! events tell what came of it. `journeys/tutorial.rs` is the place to learn it.

use frame_support::dispatch::DispatchResult;
use nes_core::{Balance, BlockNumber};
use nes_runtime::{
    genesis::DEVELOPMENT, Executive, RuntimeCall, RuntimeEvent, System, UncheckedExtrinsic,
};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_runtime::ApplyExtrinsicResult;

use super::{assert_sound, blocks, events, genesis, run_to, signed, total};

/// A development chain in memory, with the events that nobody has read yet.
pub(crate) struct Env {
    state: TestExternalities,
    events: Vec<RuntimeEvent>,
}

impl Env {
    /// Starts a chain, whose next block is open for extrinsics.
    pub(crate) fn new() -> Self {
        Self::of(DEVELOPMENT)
    }

    /// Starts a chain of the preset of this name.
    pub(crate) fn of(preset: &str) -> Self {
        let mut state = genesis(preset);
        state.execute_with(|| {
            run_to(1);
            blocks::begin();
        });
        Self { state, events: Vec::new() }
    }

    /// Applies an extrinsic that `who` has signed, and takes its fee; returns the call's result.
    pub(crate) fn submit(
        &mut self,
        who: Sr25519Keyring,
        call: impl Into<RuntimeCall>,
    ) -> DispatchResult {
        self.read(|| Executive::apply_extrinsic(signed(who, call, 0))).expect("a valid extrinsic")
    }

    /// Applies an extrinsic that nobody has signed; returns what it did, or why it is refused.
    pub(crate) fn apply(&mut self, extrinsic: UncheckedExtrinsic) -> ApplyExtrinsicResult {
        self.read(|| Executive::apply_extrinsic(extrinsic))
    }

    /// Builds blocks up to `height`, which is open for extrinsics.
    pub(crate) fn run_to(&mut self, height: BlockNumber) {
        let now = self.read(System::block_number);
        self.run(height.checked_sub(now).expect("a height to come"));
    }

    /// Builds `count` blocks, and checks the invariants after each.
    pub(crate) fn run(&mut self, count: BlockNumber) {
        for _ in 0..count {
            let events = self.read(|| {
                Executive::finalize_block();
                assert_sound();
                let events = events();
                blocks::initialize(System::block_number() + 1);
                events
            });
            self.events.extend(events);
        }
    }

    /// Returns the events of one pallet since the last call, oldest first, and forgets all others.
    pub(crate) fn events<Event>(&mut self) -> Vec<Event>
    where
        RuntimeEvent: TryInto<Event>,
    {
        let mut all = core::mem::take(&mut self.events);
        all.extend(self.read(|| {
            let events = events();
            System::reset_events();
            events
        }));
        all.into_iter().filter_map(|event| event.try_into().ok()).collect()
    }

    /// Returns all NES of `who`, held or free, in planck.
    pub(crate) fn balance(&mut self, who: Sr25519Keyring) -> Balance {
        self.read(|| total(&who.to_account_id()))
    }

    /// Reads the state.
    pub(crate) fn read<R>(&mut self, read: impl FnOnce() -> R) -> R {
        self.state.execute_with(read)
    }
}
