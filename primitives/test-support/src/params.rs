//! The checks of the call that replaces a pallet's parameters.

use core::fmt::Debug;

use frame_support::{assert_noop, assert_ok};
use nes_support::params::{Authority, Bounded};
use sp_runtime::{DispatchError, DispatchResult};

use crate::ADMINS;

/// Checks that root can set every parameter to its bounds, and not beyond them: to each number in
/// question in `params`, which must leave room for it.
///
/// `set` replaces the parameters as root, `current` reads them, and `refusal` is the error for a
/// number beyond its bounds.
pub fn check_bounds<P: Bounded + Debug>(
    params: &P,
    set: impl Fn(P) -> DispatchResult,
    current: impl Fn() -> P,
    refusal: impl Into<DispatchError>,
) {
    let refusal = refusal.into();
    for row in P::BOUNDS {
        for number in [row.min, row.max] {
            let at = row.with(params, number).expect("a bound is a number of the field's type");
            assert_ok!(set(at));
            assert_eq!(row.get(&current()), number, "{}", row.name);
        }
        let beyond = [row.min.checked_sub(1), row.max.checked_add(1)].into_iter().flatten();
        for params in beyond.filter_map(|number| row.with(params, number)) {
            assert_noop!(set(params), refusal);
        }
    }
}

/// Checks that each track's account can move the parameters of its track, and no others.
///
/// `set` replaces the parameters in the name of an account, `current` reads them, and `refusal` is
/// the error for a parameter of another track.
pub fn check_tracks<P: Bounded + Debug>(
    set: impl Fn(u64, P) -> DispatchResult,
    current: impl Fn() -> P,
    refusal: impl Into<DispatchError>,
) {
    let refusal = refusal.into();
    for row in P::BOUNDS {
        for (who, track) in ADMINS {
            let moved = row.moved(&current());
            if Authority::Track(track).may_change(row.track) {
                assert_ok!(set(who, moved));
            } else {
                assert_noop!(set(who, moved), refusal);
            }
        }
    }
}
