//! What eras bring, and whom.

mod era;
mod node;
mod year;

pub use era::{EraInfo, EraState, PointsInfo};
pub use node::{NodeEra, NodeEraState, NodeRewardsInfo, PayoutInfo};
pub use year::{YearInfo, MAX_YEARS};

use alloc::vec::Vec;

use codec::Codec;
use nes_core::EraIndex;

use crate::Page;

sp_api::decl_runtime_apis! {
    /// Emissions and who earns them.
    pub trait RewardsApi<AccountId: Codec> {
        /// What is known of `era`, or of the one that runs; `None` when it is to come, or so long
        /// ago that it is not kept any more.
        fn era(era: Option<EraIndex>) -> Option<EraInfo>;

        /// Up to `limit` of the last 120 eras that have ended, the last one first, from the one before
        /// `cursor` on.
        fn history(cursor: Option<EraIndex>, limit: u32) -> Page<EraIndex, EraInfo>;

        /// What `node` has earned in eras that it was not paid for yet, and what it was paid last.
        fn pending(node: AccountId) -> NodeRewardsInfo;

        /// What the next `years` will mint, at most [`MAX_YEARS`], without burns and with the
        /// parameters of now.
        fn schedule(years: u32) -> Vec<YearInfo>;
    }
}
