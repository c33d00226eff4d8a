//! Eras: their start, and their blocks.

use nes_core::EraIndex;

/// A receiver of the start of each era, with which the era before has ended.
pub trait OnEraStart {
    /// Handles the start of `era`, which is 0 at genesis.
    fn on_era_start(era: EraIndex);
}

impl OnEraStart for () {
    fn on_era_start(_: EraIndex) {}
}

impl<First: OnEraStart, Second: OnEraStart> OnEraStart for (First, Second) {
    fn on_era_start(era: EraIndex) {
        First::on_era_start(era);
        Second::on_era_start(era);
    }
}

/// The count of the running era's blocks.
pub trait BlockCount<AccountId> {
    /// Returns the number of its blocks.
    fn blocks() -> u32;

    /// Returns the number of those that `node` made.
    fn blocks_of(node: &AccountId) -> u32;
}
