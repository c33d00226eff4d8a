//! Payers that ask what harms others, with nodes of their own.

use nes_core::AccountId;

use super::{Committee, Reply, Strategy};
use crate::{
    common::task::{MAX_USAGE, PRICE},
    simulation::{
        question::{Matter, Question},
        rules::Offer,
        setup::{LARGEST, SLOTS},
        world::World,
    },
};

/// The blocks between two questions of a payer.
const BETWEEN: u32 = 4;

/// Returns a question in one of these blocks.
fn now_and_then(world: &World, block: u32, matter: Matter) -> Vec<Question> {
    let asks = block.is_multiple_of(BETWEEN);
    asks.then(|| Question::own(matter, world)).into_iter().collect()
}

/// Asks again and again until its nodes have the quorum, and then they lie; else they say nothing.
/// It asks for an input of this nature.
pub(crate) struct Again(pub(crate) Matter);

impl Strategy for Again {
    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        now_and_then(world, block, self.0)
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        let Committee { question, is_second, .. } = committee;
        match question.is_own() && !is_second && !committee.is_captured() {
            true => Reply::silence(),
            false if question.is_own() => committee.careful(node, question.lie()),
            false => committee.honest(node),
        }
    }
}

/// Asks what honest nodes do not all find the same, in a service of this price in thousandths of the
/// usual one; its own nodes say what most say.
pub(crate) struct Doubt {
    pub(crate) matter: Matter,
    pub(crate) price: u128,
}

impl Strategy for Doubt {
    fn prepare(&self, world: &mut World) {
        world.price = PRICE * self.price / 1_000;
    }

    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        let mut question = Question::own(self.matter, world);
        // Less usage costs less, and the bond of a dispute about it is lower.
        question.request.max_usage = nes_core::Usage { input: 7, output: 3 };
        vec![question; usize::from(block < 200)]
    }

    fn reply(&mut self, committee: &Committee<'_>, _: &AccountId) -> Reply {
        Reply { works: !committee.question.is_own(), ..Reply::idle(committee.question.right()) }
    }
}

/// Has all slots of honest nodes taken by questions that nobody can read, while its own lie where
/// they have the quorum in the others.
pub(crate) struct FullHouse;

impl FullHouse {
    /// Blocks at the beginning of each hundred in which it asks.
    const BLOCKS: u32 = 12;
    /// Committees of nine in each of them.
    const COMMITTEES: usize = 6;
    /// The slots of each node of its own, which are never all taken.
    const SLOTS: u16 = 100;
}

impl Strategy for FullHouse {
    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        let mut question = Question::own(Matter::Withheld, world);
        question.request.seats = Some(9);
        let asks = block % 100 < Self::BLOCKS;
        vec![question; if asks { Self::COMMITTEES } else { 0 }]
    }

    fn offer(&mut self, world: &World, block: u32) -> Vec<(AccountId, Offer)> {
        let offer = Offer { version: 0, price: world.price, slots: Self::SLOTS };
        let is_first = block == 0;
        world.own.iter().filter(|_| is_first).map(|node| (node.clone(), offer)).collect()
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        match committee.question.matter {
            Matter::Withheld => Reply::silence(),
            _ => committee.careful(node, committee.question.empty()),
        }
    }
}

/// Asks so that only its own nodes can be drawn, which are the cheapest, and they lie.
pub(crate) struct CheapCorner;

impl CheapCorner {
    /// The most nodes that are cheap.
    const NODES: usize = 9;

    fn price(world: &World) -> u128 {
        world.price * 3 / 4
    }
}

impl Strategy for CheapCorner {
    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        // The index takes three blocks.
        let asks = block.is_multiple_of(BETWEEN) && block > BETWEEN;
        let question = || Question::own(Matter::Clear, world).below(Self::price(world));
        asks.then(question).into_iter().collect()
    }

    fn offer(&mut self, world: &World, block: u32) -> Vec<(AccountId, Offer)> {
        let offer = Offer { version: 0, price: Self::price(world), slots: SLOTS };
        let cheap = world.own.iter().take(if block == 0 { Self::NODES } else { 0 });
        cheap.map(|node| (node.clone(), offer)).collect()
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        committee.careful(node, committee.question.empty())
    }
}

/// Asks this number of questions at once, so that all lies fall into one window.
pub(crate) struct Bulk {
    pub(crate) questions: usize,
    /// True if each asks for so much that a dispute costs as much as is allowed.
    pub(crate) is_large: bool,
}

impl Strategy for Bulk {
    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        let mut question = Question::own(Matter::Clear, world);
        question.request.max_usage = if self.is_large { LARGEST } else { MAX_USAGE };
        vec![question; if block.is_multiple_of(200) { self.questions } else { 0 }]
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        committee.careful(node, committee.question.empty())
    }
}
