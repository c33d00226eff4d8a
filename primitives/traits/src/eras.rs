//! The beat of eras.

use nes_core::EraIndex;

/// What is told when an era begins, and the one before it has ended with that.
pub trait OnEraStart {
    /// `era` has begun; 0 at genesis.
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
