//! The rewards of eras, and the nodes that earn them.

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
    /// Emissions, and the nodes that earn them.
    pub trait RewardsApi<AccountId: Codec> {
        /// Returns `era`, or the running era; `None` if it is to come, or so long ago that it is
        /// not kept any more.
        fn era(era: Option<EraIndex>) -> Option<EraInfo>;

        /// Returns up to `limit` of the last 120 eras that have ended, the last one first, from the
        /// one before `cursor` on.
        fn history(cursor: Option<EraIndex>, limit: u32) -> Page<EraIndex, EraInfo>;

        /// Returns the earnings of `node` in the eras that it was not paid for yet, and its last
        /// payment.
        fn pending(node: AccountId) -> NodeRewardsInfo;

        /// Returns the emissions of the next `years`, at most [`MAX_YEARS`], without burns and with
        /// the present parameters.
        fn schedule(years: u32) -> Vec<YearInfo>;
    }
}
