//! A runtime with the system pallet and the clock.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use frame_support::derive_impl;
use nes_test_support::chain;

use crate::{self as pallet_tempo, Clock};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Tempo: pallet_tempo,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlock<Test>;
}

impl pallet_tempo::Config for Test {}

/// A development chain's clock.
pub(crate) const FAST: Clock =
    Clock { slot_millis: 1_000, epoch_slots: 10, era_epochs: 2, governance_divisor: 20_000 };

/// Returns a chain whose genesis has `clock`.
pub(crate) fn new_test_ext(clock: Clock) -> sp_io::TestExternalities {
    let tempo = pallet_tempo::GenesisConfig { clock, ..Default::default() };
    chain::<Test>(RuntimeGenesisConfig { tempo, ..Default::default() })
}

/// Runs `test` on a chain with `clock` and checks the invariants after it.
pub(crate) fn build_and_execute(clock: Clock, test: impl FnOnce()) {
    new_test_ext(clock).execute_with(|| {
        test();
        Tempo::do_try_state().unwrap();
    });
}
