//! States that are broken on purpose, and the invariants that notice them.

mod duties;
mod records;

use frame_support::assert_ok;
use nes_core::{Balance, EraIndex};
use sp_runtime::{Perbill, TryRuntimeError};

use super::steps::equivocate;
use crate::{mock::*, Node, Nodes, Position, Positions, Slash, SlashKind, SlashState, Unbonding};

/// Breaks a sound state with a candidate ALICE and a node BOB, and checks that it is noticed.
fn notices(expected: &'static str, breaks: impl FnOnce()) {
    new_test_ext(Vec::new()).execute_with(|| {
        register_candidate(ALICE, STAKE);
        register(BOB, STAKE);
        assert_ok!(NodeStaking::do_try_state());
        breaks();
        assert_eq!(NodeStaking::do_try_state(), Err(TryRuntimeError::Other(expected)));
    });
}

/// Breaks a sound state in which a slash of ALICE is pending in addition, the first of all, and
/// checks that it is noticed.
fn notices_after_a_report(expected: &'static str, breaks: impl FnOnce()) {
    notices(expected, || {
        equivocate(ALICE, Perbill::from_percent(10));
        assert_ok!(NodeStaking::do_try_state());
        breaks();
    });
}

fn change_position(of: u64, change: impl FnOnce(&mut Position<u64>)) {
    Positions::<Test>::mutate(of, of, |position| change(position.as_mut().unwrap()));
}

fn change_node(of: u64, change: impl FnOnce(&mut Node<u64>)) {
    Nodes::<Test>::mutate(of, |node| change(node.as_mut().unwrap()));
}

/// Returns an entry of this number of shares.
fn entry(shares: Balance, unlock_era: EraIndex) -> Unbonding {
    Unbonding { shares, unlock_era }
}

/// Returns an executed slash of `fraction`.
fn executed(id: u32, fraction: Perbill) -> Slash {
    let (kind, state) = (SlashKind::Service, SlashState::Executed);
    Slash { id, era: 0, fraction, kind, state, jails_until: None }
}
