//! An offer as its node knows it.

use nes_core::{AccountId, Balance, BlockNumber, Usage};
use nes_runtime::{constants::currency::UNIT, NodeStaking, Runtime, System};
use nes_traits::NodeRegistry;
use pallet_market::{Change, OfferOf, OfferTerms, Rise};
use sp_runtime::Perbill;

use super::{
    bands::{band_of, lowest},
    prices::Prices,
    standing::{Gains, NEWCOMER},
    task::Task,
    OFFER_DEPOSIT,
};

/// The stake above which the weight of an offer rises no further.
const STAKE_CAP: Balance = 50_000 * UNIT;

/// An offer.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Offer {
    pub(crate) registration: u32,
    pub(crate) version: u32,
    pub(crate) prices: Prices,
    pub(crate) max_usage: Usage,
    pub(crate) slots: u16,
    /// True if its node agrees to disputes.
    pub(crate) slashable: bool,
    /// The change that is not in force yet.
    pub(crate) change: Option<Change<BlockNumber>>,
    /// Its place in the index.
    pub(crate) place: Option<Place>,
    pub(crate) busy: u16,
    /// In billionths.
    pub(crate) standing: u128,
    pub(crate) gains: Gains,
}

/// A place in the index: a band, the stake that counts for it there, whether it counts as one that
/// agrees to disputes, and the block since which the offer is in the index.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Place {
    pub(crate) band: u8,
    pub(crate) weight: Balance,
    pub(crate) slashable: bool,
    pub(crate) entered: BlockNumber,
}

impl Offer {
    /// The first offer of the node of this registration, that nobody can be drawn by yet.
    pub(crate) fn new(registration: u32, terms: &OfferTerms) -> Self {
        Self {
            registration,
            version: terms.version,
            prices: Prices::new(terms.price),
            max_usage: terms.max_usage,
            slots: terms.slots,
            slashable: terms.slashable,
            change: None,
            place: None,
            busy: 0,
            standing: NEWCOMER,
            gains: Gains::default(),
        }
    }

    /// The terms that draws go by, but for a rise.
    pub(crate) fn terms(&self) -> OfferTerms {
        OfferTerms {
            version: self.version,
            price: self.prices.first,
            max_usage: self.max_usage,
            slots: self.slots,
            slashable: self.slashable,
        }
    }

    /// Goes by other terms; their price comes into force on its own.
    pub(crate) fn go_by(&mut self, terms: &OfferTerms) {
        self.version = terms.version;
        (self.max_usage, self.slots) = (terms.max_usage, terms.slots);
        self.slashable = terms.slashable;
    }

    /// Begins anew for another registration.
    pub(crate) fn begin_anew(&mut self, registration: u32, terms: &OfferTerms) {
        (self.registration, self.standing) = (registration, NEWCOMER);
        self.prices = Prices::new(terms.price);
    }

    /// Returns the place that the offer of `node` should have now: none while it is paused or the
    /// node may not work, by the word of the register.
    pub(crate) fn place_now(&self, node: &AccountId, min_stake: Balance) -> Option<Place> {
        let its = NodeStaking::registration(node) == Some(self.registration);
        let stake = NodeStaking::working_stake(node).filter(|stake| *stake >= min_stake);
        let stake = stake.filter(|_| its && self.slots > 0)?;
        let stays = self.place.filter(|place| place.slashable == self.slashable);
        Some(Place {
            band: band_of(self.prices.highest()),
            weight: stake.min(STAKE_CAP),
            slashable: self.slashable,
            entered: stays.map_or_else(System::block_number, |place| place.entered),
        })
    }

    /// Returns the price for which `task` can be given to it at `now` out of this `band`; nothing if
    /// it cannot.
    pub(crate) fn price_for(&self, task: &Task, band: u8, now: BlockNumber) -> Option<Balance> {
        let price = self.prices.for_task(task.requested, now);
        let can = self.place.is_some_and(|place| place.entered <= task.requested)
            && self.version == task.version
            && lowest(band) <= task.max_price
            && price <= task.max_price
            && task.max_usage.is_within(&self.max_usage)
            && self.busy < self.slots
            && (self.slashable || task.median.is_none());
        can.then_some(price)
    }

    /// Compares it with its row.
    pub(super) fn check(&self, row: &OfferOf<Runtime>) {
        let parts = |parts: u128| Perbill::from_parts(parts.try_into().unwrap());
        let position = row.place.as_ref().map_or(0, |place| place.position);
        let place = self.place.map(|Place { band, weight, slashable, entered }| {
            pallet_market::Place { band, position, weight, slashable, entered }
        });
        let should = pallet_market::Offer {
            registration: self.registration,
            terms: self.terms(),
            rise: self.prices.rise.map(|(from, price)| Rise { price, from }),
            change: self.change.clone(),
            place,
            busy: self.busy,
            standing: parts(self.standing),
            gains: pallet_market::Gains {
                epoch: self.gains.epoch,
                weight: parts(self.gains.weight),
            },
            deposit: OFFER_DEPOSIT,
        };
        assert_eq!(*row, should);
    }
}
