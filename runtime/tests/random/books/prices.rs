//! The prices of an offer over time: a lower one holds at once, a higher one after its notice.

use nes_core::{Balance, BlockNumber};

use crate::random::blocks::EPOCH;

/// The blocks between the announcement of a higher price and its effect.
const NOTICE: BlockNumber = EPOCH;
/// The blocks for which the price before a rise is remembered.
pub(crate) const MEMORY: BlockNumber = 150;

/// The price from the beginning on, and another one from a block on that has come or is to come.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Prices {
    pub(crate) first: Balance,
    pub(crate) rise: Option<(BlockNumber, Balance)>,
}

impl Prices {
    pub(crate) fn new(price: Balance) -> Self {
        Self { first: price, rise: None }
    }

    /// Returns the price that holds in `block`.
    pub(crate) fn at(&self, block: BlockNumber) -> Balance {
        match self.rise {
            Some((from, price)) if block >= from => price,
            _ => self.first,
        }
    }

    /// Returns the highest price that holds now or was announced.
    pub(crate) fn highest(&self) -> Balance {
        self.rise.map_or(self.first, |(_, price)| price)
    }

    /// Returns the price of a task: the lower one of those at its request and at its draw.
    pub(crate) fn for_task(&self, requested: BlockNumber, drawn: BlockNumber) -> Balance {
        self.at(requested).min(self.at(drawn))
    }

    /// A call in the block `now` sets `price`. If that is not above the one that holds, it holds at
    /// once and takes back what was announced; tells what it did then.
    pub(crate) fn set(&mut self, price: Balance, now: BlockNumber) -> Option<&'static str> {
        (price <= self.at(now)).then(|| self.come_into_force(price, now, now))
    }

    /// `price`, which was `set` in an earlier block, comes into force at `now`; tells what it did.
    pub(crate) fn come_into_force(
        &mut self,
        price: Balance,
        set: BlockNumber,
        now: BlockNumber,
    ) -> &'static str {
        let forgotten = self.rise.filter(|(from, _)| now >= from + MEMORY);
        if let Some((_, price)) = forgotten {
            *self = Self::new(price);
        }
        let first = self.first;
        let (rise, what) = match self.rise {
            rise if price <= first => {
                self.first = price;
                (None, if rise.is_some() { "rise taken back" } else { "price kept or lowered" })
            }
            Some((from, high)) if now >= from && price <= high => {
                (Some((from, price)), "rise kept or lowered")
            }
            Some((from, high)) if price == high => (Some((from, high)), "announcement kept"),
            Some((from, _)) if now >= from => (Some((set + NOTICE, price)), "risen again"),
            Some(_) => (Some((set + NOTICE, price)), "announced anew"),
            None => (Some((set + NOTICE, price)), "rise announced"),
        };
        self.rise = rise;
        if forgotten.is_some() {
            "price before a rise forgotten"
        } else {
            what
        }
    }
}
