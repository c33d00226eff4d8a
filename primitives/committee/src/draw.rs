//! The draw of a committee from a seed.
//!
//! The candidates stand in bands, each a table of `len` positions with one `weight`: it is never
//! below the chance of a node in the band, and spares the lots that a band of small chances would
//! take in vain. The draw has three phases, and ends as soon as the seats are full:
//!
//! 1. `8 * seats + 16` lots at most. A lot is a place and a ticket in [0, 1). Every place of a band
//!    is as likely as the band's weight says; the node there gets a seat when the ticket is below
//!    its chance in relation to that weight. So each node is taken in proportion to its chance, and
//!    the chances are never summed.
//! 2. Where all chances are small, the lots leave seats empty. These go to the nodes that the lots
//!    found and refused, the one with the smallest ticket in relation to its chance first, as if
//!    all chances were scaled up until the seats are full.
//! 3. Seats that are still empty, because the lots found too few eligible nodes, go to the eligible
//!    nodes next to the last lot's place. This walk covers 16 places at most, band after band, and
//!    continues at the first one after the last.
//!
//! A lot is read from `blake2_256(SCALE((seed, lot: u32)))`: the first 8 bytes as a little-endian
//! integer modulo the sum of `len × weight` are a point (its bias is below 2^-32 up to a sum of
//! 2^32), the next 8 over 2^64 are the ticket. The bands follow each other in the order of the
//! list, each place `weight` points wide. The result of a look at a place is kept: a place that
//! comes up again costs no second look, and a node that was refused once has the same chance again.

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

/// The number of places that the walk visits.
const WALK: u32 = 16;

/// The number of possible tickets: 2^64.
const TICKETS: u128 = 1 << 64;

/// Returns the most places that a draw of `seats` seats looks at: `8 * seats + 32`.
pub const fn max_looks(seats: u8) -> u32 {
    lots(seats).saturating_add(WALK)
}

/// Returns the most lots of a draw of `seats` seats.
const fn lots(seats: u8) -> u32 {
    // `u32::from` cannot be called here; the largest result is 2,056.
    u32::from_le_bytes([seats, 0, 0, 0]).saturating_mul(LOTS_PER_SEAT).saturating_add(BASE_LOTS)
}

/// A table of candidates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Band {
    /// The number of positions.
    pub len: u32,
    /// The weight of each position in relation to those of other bands; at least one.
    pub weight: u32,
}

/// A place: the number of its band, and its position there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The number of the band in the list of bands.
    pub band: usize,
    /// The position in the band.
    pub position: u32,
}

/// Draws `seats` distinct nodes from the `bands`, in the order of the draw.
///
/// `look` returns the node at a place and the chance that it is taken when a lot falls on it, or
/// `None` for a node that must not be taken now. It is called for places of the bands only, at most
/// once for each and at most [`max_looks`] times.
///
/// Returns `None` if seats stay empty, as they always do if there are fewer places than seats.
pub fn draw<N: PartialEq>(
    seed: &Hash,
    bands: &[Band],
    seats: u8,
    look: impl FnMut(Place) -> Option<(N, Perquintill)>,
) -> Option<Vec<N>> {
    let places: u64 = bands.iter().map(|band| u64::from(band.len)).sum();
    if places < seats.max(1).into() {
        return None;
    }
    let mut table = Table { look, found: BTreeMap::new(), members: Vec::new() };
    let full = |members: &[N]| members.len() >= usize::from(seats);

    let mut last = first(bands)?;
    for number in 0..lots(seats) {
        if full(&table.members) {
            break;
        }
        let lot = Lot::new(seed, number, bands)?;
        table.play(&lot);
        last = lot.place;
    }
    for place in table.refused() {
        if full(&table.members) {
            break;
        }
        table.seat(place);
    }
    for _ in 0..places.min(WALK.into()) {
        if full(&table.members) {
            break;
        }
        last = after(bands, last)?;
        table.look(last);
        table.seat(last);
    }
    full(&table.members).then_some(table.members)
}

/// Returns the first place; `None` if there is none.
fn first(bands: &[Band]) -> Option<Place> {
    let band = bands.iter().position(|band| band.len > 0)?;
    Some(Place { band, position: 0 })
}

/// Returns the place after `place`, which is the first one after the last.
fn after(bands: &[Band], place: Place) -> Option<Place> {
    let position = place.position.checked_add(1)?;
    if position < bands.get(place.band)?.len {
        return Some(Place { position, ..place });
    }
    let mut later = bands.iter().enumerate().skip(place.band.checked_add(1)?);
    match later.find(|(_, band)| band.len > 0) {
        Some((band, _)) => Some(Place { band, position: 0 }),
        None => first(bands),
    }
}

/// Returns the width of a band in points; the widths of up to 2^32 bands do not overflow together.
fn width(band: &Band) -> u128 {
    u128::from(band.len).saturating_mul(band.weight.into())
}

/// One lot of the first phase.
struct Lot {
    place: Place,
    ticket: Perquintill,
}

impl Lot {
    /// Returns the lot `number` of `seed` over the `bands`; `None` if they are empty.
    fn new(seed: &Hash, number: u32, bands: &[Band]) -> Option<Self> {
        let hash = (seed, number).using_encoded(blake2_256);
        let (point, ticket) = <(u64, u64)>::decode(&mut hash.as_slice()).ok()?;
        let points: u128 = bands.iter().map(width).sum();
        Some(Self {
            place: place_at(bands, u128::from(point).checked_rem(points)?)?,
            ticket: Perquintill::from_rational(u128::from(ticket), TICKETS),
        })
    }
}

/// Returns the place that covers `point`.
fn place_at(bands: &[Band], mut point: u128) -> Option<Place> {
    for (number, band) in bands.iter().enumerate() {
        match point.checked_sub(width(band)) {
            Some(rest) => point = rest,
            None => {
                let position = point.checked_div(band.weight.into())?.try_into().ok()?;
                return Some(Place { band: number, position });
            }
        }
    }
    None
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

/// The known part of the bands, and the seated nodes.
struct Table<N, Look> {
    look: Look,
    /// The candidate at each known place; `None` if nobody can be seated there any more.
    found: BTreeMap<Place, Option<Candidate<N>>>,
    members: Vec<N>,
}

impl<N: PartialEq, Look: FnMut(Place) -> Option<(N, Perquintill)>> Table<N, Look> {
    /// Returns the candidate at `place`, which is looked up once.
    fn look(&mut self, place: Place) -> Option<&mut Candidate<N>> {
        let look = &mut self.look;
        let found = self.found.entry(place).or_insert_with(|| {
            look(place).map(|(node, chance)| Candidate { node, chance, ticket: Perquintill::one() })
        });
        found.as_mut()
    }

    /// Seats the node at the lot's place if its ticket is below its chance.
    fn play(&mut self, lot: &Lot) {
        let Some(candidate) = self.look(lot.place) else { return };
        candidate.ticket = candidate.ticket.min(lot.ticket);
        if candidate.ticket < candidate.chance {
            self.seat(lot.place);
        }
    }

    /// Returns the places of the nodes that the lots refused, the one that came closest first.
    fn refused(&self) -> Vec<Place> {
        let mut refused: Vec<_> = self
            .found
            .iter()
            .filter_map(|(place, candidate)| Some((*place, candidate.as_ref()?)))
            .collect();
        refused.sort_by(|(_, one), (_, other)| one.order(other));
        refused.into_iter().map(|(place, _)| place).collect()
    }

    /// Seats the node that was found at `place`, unless it is seated already.
    fn seat(&mut self, place: Place) {
        if let Some(candidate) = self.found.get_mut(&place).and_then(Option::take) {
            if !self.members.contains(&candidate.node) {
                self.members.push(candidate.node);
            }
        }
    }
}

#[cfg(test)]
mod tests;
