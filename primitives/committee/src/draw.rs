//! The draw of a committee from a seed.
//!
//! The candidates stand in a table of `len` positions. The draw has two phases:
//!
//! 1. `8 * seats + 16` lots at most. A lot is a position, each as likely as any other, and a
//!    ticket in [0, 1); the node at the position gets a seat when the ticket is below its chance.
//!    So a node is taken as often as its chance says in relation to the others', though nobody
//!    ever adds all the chances up.
//! 2. Seats that are still empty go, without tickets, to the eligible nodes that stand next to the
//!    last lot's position, over 16 positions at most and round the table's end.
//!
//! A lot is read from `blake2_256(SCALE((seed, lot: u32)))`: the first 8 bytes as a little-endian
//! integer modulo `len` are the position (its bias is below 2^-32), the next 8 over 2^64 are the
//! ticket. What a look at a position found is remembered: a position that comes up again costs no
//! second look, and a node that was refused once has the same chance again.

use alloc::{
    collections::{btree_map::Entry, BTreeMap},
    vec::Vec,
};

use codec::{Decode, Encode};
use nes_core::Hash;
use sp_arithmetic::Perquintill;
use sp_crypto_hashing::blake2_256;

/// Lots for each seat.
const LOTS_PER_SEAT: u32 = 8;

/// Lots whatever the number of seats.
const BASE_LOTS: u32 = 16;

/// Positions that the walk visits.
const WALK: u32 = 16;

/// The tickets that there are: 2^64.
const TICKETS: u128 = 1 << 64;

/// The most positions that a draw of `seats` seats looks at: `8 * seats + 32`.
pub const fn max_looks(seats: u8) -> u32 {
    lots(seats).saturating_add(WALK)
}

/// The most lots of a draw of `seats` seats.
const fn lots(seats: u8) -> u32 {
    // `u32::from` cannot be called here; the largest result is 2,056.
    u32::from_le_bytes([seats, 0, 0, 0]).saturating_mul(LOTS_PER_SEAT).saturating_add(BASE_LOTS)
}

/// Draws `seats` distinct nodes from a table of `len` positions, in the order of the draw.
///
/// `look` tells the node at a position and the chance that it is taken when a lot falls on it, or
/// `None` for a node that must not be taken now. It is called for positions below `len` only, at
/// most once for each and at most [`max_looks`] times.
///
/// `None` when seats stay empty; always so for an empty table and for one with fewer positions
/// than seats.
pub fn draw<N: PartialEq>(
    seed: &Hash,
    len: u32,
    seats: u8,
    look: impl FnMut(u32) -> Option<(N, Perquintill)>,
) -> Option<Vec<N>> {
    if len < u32::from(seats.max(1)) {
        return None;
    }
    let mut table = Table { look, found: BTreeMap::new(), members: Vec::new() };
    let full = |members: &[N]| members.len() >= usize::from(seats);

    let mut last = 0;
    for number in 0..lots(seats) {
        if full(&table.members) {
            break;
        }
        let lot = Lot::new(seed, number, len)?;
        table.seat(lot.position, |chance| lot.ticket < chance);
        last = lot.position;
    }
    for _ in 0..WALK.min(len) {
        if full(&table.members) {
            break;
        }
        last = last.checked_add(1).filter(|next| *next < len).unwrap_or(0);
        table.seat(last, |_| true);
    }
    full(&table.members).then_some(table.members)
}

/// One lot of the first phase.
struct Lot {
    position: u32,
    ticket: Perquintill,
}

impl Lot {
    /// The lot `number` of `seed` over `len` positions; `None` when there are none.
    fn new(seed: &Hash, number: u32, len: u32) -> Option<Self> {
        let hash = (seed, number).using_encoded(blake2_256);
        let (place, ticket) = <(u64, u64)>::decode(&mut hash.as_slice()).ok()?;
        Some(Self {
            position: u32::try_from(place.checked_rem(len.into())?).ok()?,
            ticket: Perquintill::from_rational(u128::from(ticket), TICKETS),
        })
    }
}

/// The table as far as it was looked at, and who was seated.
struct Table<N, Look> {
    look: Look,
    /// What was found at a position; `None` where nobody can be seated any more.
    found: BTreeMap<u32, Option<(N, Perquintill)>>,
    members: Vec<N>,
}

impl<N: PartialEq, Look: FnMut(u32) -> Option<(N, Perquintill)>> Table<N, Look> {
    /// Seats the node at `position` when it is eligible, not seated yet and `accepts` its chance.
    fn seat(&mut self, position: u32, accepts: impl FnOnce(Perquintill) -> bool) {
        let candidate = match self.found.entry(position) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert((self.look)(position)),
        };
        if let Some((node, _)) = candidate.take_if(|(_, chance)| accepts(*chance)) {
            if !self.members.contains(&node) {
                self.members.push(node);
            }
        }
    }
}

#[cfg(test)]
mod tests;
