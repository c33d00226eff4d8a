//! Authors of blocks, who can keep one to themselves and arrange offers in the one before.

use nes_core::AccountId;

use super::{Committee, Reply, Strategy};
use crate::simulation::{rules::Offer, setup::SLOTS, world::World};

/// Keeps a block to itself that draws no second committee to its liking, or a committee of which it
/// lacks one seat; with two slots in a row twice. It lies where it has the quorum.
pub(crate) struct Withholder;

impl Strategy for Withholder {
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        committee.careful(node, committee.question.empty())
    }

    fn withholds(&self, committee: &Committee<'_>) -> bool {
        match committee.is_second {
            true => !committee.is_blocked(),
            false => committee.own() > 0 && !committee.is_captured(),
        }
    }
}

/// Toggles its offers all the time, each node in another block, so that some enter or leave the index
/// in the block before every draw. It lies where it has the quorum.
pub(crate) struct Toggler;

impl Toggler {
    /// The blocks from a pause of an offer to its end.
    const PAUSE: u32 = 8;
}

impl Strategy for Toggler {
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        committee.careful(node, committee.question.empty())
    }

    fn offer(&mut self, world: &World, block: u32) -> Vec<(AccountId, Offer)> {
        let now = |index: u32| (block + index) % (2 * Self::PAUSE);
        let toggles = (0..).zip(&world.own).filter_map(|(index, node)| {
            let slots = match now(index) {
                0 => 0,
                Self::PAUSE => SLOTS,
                _ => return None,
            };
            Some((node.clone(), Offer { version: 0, price: world.price, slots }))
        });
        toggles.collect()
    }
}
