//! Publishers whose service, or whose version, is not what it seems.

use nes_core::AccountId;

use super::{Committee, Reply, Strategy};
use crate::simulation::{
    question::{Matter, Question},
    rules::Offer,
    setup::SLOTS,
    world::World,
};

/// The image of the version gives other bytes where a trigger says so. No curator has granted that
/// it is exact.
pub(crate) struct Trigger;

impl Strategy for Trigger {
    fn prepare(&self, world: &mut World) {
        world.is_exact = false;
    }

    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        let asks = block.is_multiple_of(4);
        asks.then(|| Question::own(Matter::Split(50), world)).into_iter().collect()
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        match committee.question.is_own() {
            true => Reply::idle(committee.question.right()),
            false => committee.honest(node),
        }
    }
}

/// The service is the attacker's own and not exact; its nodes lie where they have the quorum.
pub(crate) struct OwnService;

impl Strategy for OwnService {
    fn prepare(&self, world: &mut World) {
        world.is_exact = false;
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        committee.careful(node, committee.question.empty())
    }
}

/// Updates the service while tasks are open and can be disputed, and turns its nodes to the new
/// version. They lie before that where they have the quorum.
pub(crate) struct Updater;

impl Updater {
    const BLOCK: u32 = 60;
}

impl Strategy for Updater {
    fn updates(&self, block: u32) -> bool {
        block == Self::BLOCK
    }

    fn offer(&mut self, world: &World, block: u32) -> Vec<(AccountId, Offer)> {
        let offer = Offer { version: 1, price: world.price, slots: SLOTS };
        let turns = block == Self::BLOCK + 1;
        world.own.iter().filter(|_| turns).map(|node| (node.clone(), offer)).collect()
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        committee.careful(node, committee.question.empty())
    }
}
