//! The tests: a file a call, one for the hook, one for whole life cycles of tasks.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod cancel;
mod commit;
mod escrow;
mod hook;
mod invariants;
mod lifecycle;
mod random;
mod request;
mod reveal;
mod set_params;
mod settlement;

use frame_support::{assert_noop, assert_ok};
use frame_system::RawOrigin;
use nes_core::*;

use crate::{mock::*, *};
