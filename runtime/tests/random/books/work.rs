//! The fees for what the chain does for a task after its request, by the formula of the
//! documentation.

use frame_support::weights::Weight;
use nes_core::{AccountId, Balance, BlockNumber};
use nes_runtime::{Disputes, Runtime, Session, TransactionPayment};
use nes_traits::Disputes as DisputesPort;
use pallet_inference::WeightInfo;

type Weights = <Runtime as pallet_inference::Config>::WeightInfo;

/// The fee for a picosecond of work, in planck: 10 NES a second.
const PICOSECOND: Balance = 10;
const QUINTILLION: Balance = 1_000_000_000_000_000_000;

/// The rate of a block's fees, and the author of the block, who gets a fifth of them.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    multiplier: u128,
    pub(crate) author: AccountId,
}

impl Work {
    /// The work of the block that runs.
    pub(crate) fn now() -> Self {
        Self {
            multiplier: TransactionPayment::next_fee_multiplier().into_inner(),
            author: Session::validators()[0].clone(),
        }
    }

    /// Returns the fee for a draw of `seats` that looked at this number of offers.
    pub(crate) fn draw(&self, seats: u8, looks: u32) -> Balance {
        let seats = seats.into();
        let drawn = Weights::draw(seats).ref_time().max(Weights::cancel().ref_time());
        let looks = Weights::look(looks.saturating_sub(seats)).ref_time();
        self.fee(drawn + looks)
    }

    /// Returns the fee for a settlement.
    pub(crate) fn settlement(&self, seats: u8) -> Balance {
        let seats = seats.into();
        let ends = [
            Weights::expire_committing(seats),
            Weights::expire_revealing(seats),
            Weights::settle_by_deadline(seats),
            Weights::settle_kept(seats),
        ];
        self.fee(ends.iter().map(Weight::ref_time).max().expect("there are four"))
    }

    /// Returns the fee for keeping a settled task until its answer is final.
    pub(crate) fn keep(&self) -> Balance {
        self.fee(<Disputes as DisputesPort<AccountId, BlockNumber>>::keep_weight().ref_time())
    }

    /// Returns the most that it can be: the settlement, the longest draw each time that the patience
    /// gives, and the time for disputes if the task is `slashable`.
    pub(crate) fn most(&self, seats: u8, patience: u8, slashable: bool) -> Balance {
        let longest = self.draw(seats, 8 * u32::from(seats) + 32);
        // In blocks after the first draw, each as far from the one before as that from the first one,
        // and one more.
        let (mut passed, mut draws) = (0, 0);
        while passed < u32::from(patience) {
            passed = 2 * passed + 1;
            draws += 1;
        }
        let keep = if slashable { self.keep() } else { 0 };
        draws * longest + self.settlement(seats) + keep
    }

    fn fee(&self, picoseconds: u64) -> Balance {
        Balance::from(picoseconds) * PICOSECOND * self.multiplier / QUINTILLION
    }
}
