//! NES that cannot vote and therefore does not raise the bar.

use frame_support::traits::{fungible::Inspect, Currency};
use nes_core::{Balance, EraIndex};
use nes_traits::OnEraStart;

use super::state::InPots;
use crate::{Balances, Inference, NodeStaking, Rewards, Runtime};

/// Takes the pots' NES of each era's start out of what counts as votable: no key signs for a pot.
/// The treasury's pallet does the same for its own account, in every block.
pub struct PotsDoNotVote;

impl OnEraStart for PotsDoNotVote {
    fn on_era_start(_: EraIndex) {
        let pots =
            [NodeStaking::reward_pot(), Rewards::emission_pot(), Inference::escrow_account()];
        // They are parts of the issuance, so nothing is cut off.
        let now = pots
            .iter()
            .map(<Balances as Inspect<_>>::total_balance)
            .fold(0, Balance::saturating_add);
        <Balances as Currency<_>>::reactivate(InPots::<Runtime>::get());
        <Balances as Currency<_>>::deactivate(now);
        InPots::<Runtime>::put(now);
    }
}
