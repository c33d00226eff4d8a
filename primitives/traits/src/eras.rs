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
