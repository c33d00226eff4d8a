//! The migration of the runtime that tests upgrade to.

use frame_support::{
    migrations::{SteppedMigration, SteppedMigrationError},
    storage::unhashed,
    weights::WeightMeter,
};

/// The raw key of storage whose presence makes the migration fail.
const FAIL: &[u8] = b":upgrade-test:fail";

/// The number of steps, one a block.
const STEPS: u32 = 3;

/// A migration that counts steps and changes nothing.
pub struct Counting;

impl SteppedMigration for Counting {
    type Cursor = u32;
    type Identifier = [u8; 12];

    fn id() -> Self::Identifier {
        *b"upgrade-test"
    }

    fn step(
        cursor: Option<u32>,
        _: &mut WeightMeter,
    ) -> Result<Option<u32>, SteppedMigrationError> {
        if unhashed::exists(FAIL) {
            return Err(SteppedMigrationError::Failed);
        }
        let step = cursor.unwrap_or_default().saturating_add(1);
        Ok((step < STEPS).then_some(step))
    }

    fn max_steps() -> Option<u32> {
        Some(STEPS)
    }
}
