//! The draw of a committee from a seed.
//!
//! The candidates stand in a table of `len` positions. The draw has three phases, and ends as soon
//! as the seats are full:
//!
//! 1. `8 * seats + 16` lots at most. A lot is a position, each as likely as any other, and a ticket
//!    in [0, 1); the node at the position gets a seat when the ticket is below its chance. So each
//!    node is taken in proportion to its chance, and the chances are never summed.
//! 2. Where all chances are small, the lots leave seats empty. These go to the nodes that the lots
//!    found and refused, the one with the smallest ticket in relation to its chance first, as if
//!    all chances were scaled up until the seats are full.
//! 3. Seats that are still empty, because the lots found too few eligible nodes, go to the eligible
//!    nodes next to the last lot's position. This walk covers 16 positions at most and continues at
//!    the table's start after its end.
//!
//! A lot is read from `blake2_256(SCALE((seed, lot: u32)))`: the first 8 bytes as a little-endian
//! integer modulo `len` are the position (its bias is below 2^-32), the next 8 over 2^64 are the
//! ticket. The result of a look at a position is kept: a position that comes up again costs no
//! second look, and a node that was refused once has the same chance again.

use alloc::{collections::BTreeMap, vec::Vec};
use core::cmp::Ordering;

use codec::{Decode, Encode};
use nes_core::Hash;
use sp_arithmetic::Perquintill;
use sp_crypto_hashing::blake2_256;

/// The number of lots for each seat.
const LOTS_PER_SEAT: u32 = 8;

/// The number of lots that every draw has in addition.
const BASE_LOTS: u32 = 16;

/// The number of positions that the walk visits.
const WALK: u32 = 16;

/// The number of possible tickets: 2^64.
const TICKETS: u128 = 1 << 64;

/// Returns the most positions that a draw of `seats` seats looks at: `8 * seats + 32`.
pub const fn max_looks(seats: u8) -> u32 {
    lots(seats).saturating_add(WALK)
}

/// Returns the most lots of a draw of `seats` seats.
const fn lots(seats: u8) -> u32 {
    // `u32::from` cannot be called here; the largest result is 2,056.
    u32::from_le_bytes([seats, 0, 0, 0]).saturating_mul(LOTS_PER_SEAT).saturating_add(BASE_LOTS)
}

/// Draws `seats` distinct nodes from a table of `len` positions, in the order of the draw.
///
/// `look` returns the node at a position and the chance that it is taken when a lot falls on it, or
/// `None` for a node that must not be taken now. It is called for positions below `len` only, at
/// most once for each and at most [`max_looks`] times.
///
/// Returns `None` if seats stay empty, as they always do for an empty table and for one with fewer
/// positions than seats.
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
        table.play(&lot);
        last = lot.position;
    }
    for position in table.refused() {
        if full(&table.members) {
            break;
        }
        table.seat(position);
    }
    for _ in 0..WALK.min(len) {
        if full(&table.members) {
            break;
        }
        last = last.checked_add(1).filter(|next| *next < len).unwrap_or(0);
        table.look(last);
        table.seat(last);
    }
    full(&table.members).then_some(table.members)
}

/// One lot of the first phase.
struct Lot {
    position: u32,
    ticket: Perquintill,
}

impl Lot {
    /// Returns the lot `number` of `seed` over `len` positions; `None` if there are none.
    fn new(seed: &Hash, number: u32, len: u32) -> Option<Self> {
        let hash = (seed, number).using_encoded(blake2_256);
        let (place, ticket) = <(u64, u64)>::decode(&mut hash.as_slice()).ok()?;
        Some(Self {
            position: u32::try_from(place.checked_rem(len.into())?).ok()?,
            ticket: Perquintill::from_rational(u128::from(ticket), TICKETS),
        })
    }
}

/// A node that can be seated.
struct Candidate<N> {
    node: N,
    chance: Perquintill,
    /// The lowest of its tickets so far.
    ticket: Perquintill,
}

impl<N> Candidate<N> {
    /// Compares the tickets of two candidates, each in relation to its chance.
    fn order(&self, other: &Self) -> Ordering {
        let weigh = |ticket: Perquintill, chance: Perquintill| {
            u128::from(ticket.deconstruct()).saturating_mul(chance.deconstruct().into())
        };
        weigh(self.ticket, other.chance).cmp(&weigh(other.ticket, self.chance))
    }
}

/// The known part of the table, and the seated nodes.
struct Table<N, Look> {
    look: Look,
    /// The candidate at each known position; `None` if nobody can be seated there any more.
    found: BTreeMap<u32, Option<Candidate<N>>>,
    members: Vec<N>,
}

impl<N: PartialEq, Look: FnMut(u32) -> Option<(N, Perquintill)>> Table<N, Look> {
    /// Returns the candidate at `position`, which is looked up once.
    fn look(&mut self, position: u32) -> Option<&mut Candidate<N>> {
        let look = &mut self.look;
        let found = self.found.entry(position).or_insert_with(|| {
            look(position).map(|(node, chance)| Candidate {
                node,
                chance,
                ticket: Perquintill::one(),
            })
        });
        found.as_mut()
    }

    /// Seats the node at the lot's position if its ticket is below its chance.
    fn play(&mut self, lot: &Lot) {
        let Some(candidate) = self.look(lot.position) else { return };
        candidate.ticket = candidate.ticket.min(lot.ticket);
        if candidate.ticket < candidate.chance {
            self.seat(lot.position);
        }
    }

    /// Returns the positions of the nodes that the lots refused, the one that came closest first.
    fn refused(&self) -> Vec<u32> {
        let mut refused: Vec<_> = self
            .found
            .iter()
            .filter_map(|(position, candidate)| Some((*position, candidate.as_ref()?)))
            .collect();
        refused.sort_by(|(_, one), (_, other)| one.order(other));
        refused.into_iter().map(|(position, _)| position).collect()
    }

    /// Seats the node that was found at `position`, unless it is seated already.
    fn seat(&mut self, position: u32) {
        if let Some(candidate) = self.found.get_mut(&position).and_then(Option::take) {
            if !self.members.contains(&candidate.node) {
                self.members.push(candidate.node);
            }
        }
    }
}

#[cfg(test)]
mod tests;
