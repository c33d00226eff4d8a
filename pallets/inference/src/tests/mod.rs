//! The tests: a file a call, and files of the account, the hooks, the end of tasks, the
//! invariants, whole life cycles of tasks and random calls.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod account;
mod cancel;
mod commit;
mod hooks;
mod lifecycle;
mod random;
mod request;
mod reveal;
mod set_params;
mod settlement;
mod try_state;

use frame_support::{assert_noop, assert_ok};
use frame_system::RawOrigin;
use nes_core::*;

use crate::{mock::*, *};
