//! Disputers that want something else than the right answer.

use nes_core::AccountId;
use nes_runtime::constants::currency::UNIT;

use super::{by_node, by_payer, Committee, Reply, Settled, Strategy};
use crate::simulation::{
    question::{Matter, Question},
    rules::Dispute,
    world::World,
};

/// The blocks between two questions of a payer, about as long as a dispute takes.
const BETWEEN: u32 = 8;

fn now_and_then(world: &World, block: u32) -> Vec<Question> {
    let asks = block.is_multiple_of(BETWEEN);
    asks.then(|| Question::own(Matter::Clear, world)).into_iter().collect()
}

/// A payer that disputes honest answers with this bond in NES; his nodes lie in second committees
/// where that can decide, or say the truth if they are `honest`.
pub(crate) struct VainPayer {
    pub(crate) bond: u128,
    pub(crate) honest: bool,
}

impl Strategy for VainPayer {
    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        now_and_then(world, block)
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        match committee.is_second && !self.honest {
            true => committee.careful(node, committee.question.lie()),
            false => committee.honest(node),
        }
    }

    fn dispute(&mut self, settled: &Settled<'_>) -> Vec<Dispute> {
        let own = settled.question.is_own();
        let dispute = || by_payer(settled.question.lie(), self.bond * UNIT);
        own.then(dispute).into_iter().collect()
    }
}

/// Nodes that dispute honest answers: one of the attacker's that was not in the committee, to one
/// question of its payer after the other.
pub(crate) struct VainNode;

impl Strategy for VainNode {
    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        now_and_then(world, block)
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        match committee.is_second {
            true => committee.careful(node, committee.question.lie()),
            false => committee.honest(node),
        }
    }

    fn dispute(&mut self, settled: &Settled<'_>) -> Vec<Dispute> {
        let friend = settled.friends().next().filter(|_| settled.question.is_own());
        friend.map(|node| by_node(node, settled.question.lie())).into_iter().collect()
    }
}

/// Liars with friends that dispute their lies before anybody else does.
pub(crate) struct Friends {
    /// The number of friends.
    pub(crate) number: usize,
    /// True if they are right, and want the reward; else they confirm the lie, and take the places of
    /// others and the nodes of the draw.
    pub(crate) right: bool,
    /// True if they open their answers.
    pub(crate) opens: bool,
}

impl Strategy for Friends {
    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        now_and_then(world, block)
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        match committee.is_second && self.right {
            true => committee.honest(node),
            false => committee.careful(node, committee.question.empty()),
        }
    }

    fn dispute(&mut self, settled: &Settled<'_>) -> Vec<Dispute> {
        if !settled.is_lie() {
            return vec![];
        }
        let answer = if self.right { settled.question.right() } else { settled.answer };
        let friends = settled.friends().take(self.number);
        friends.map(|node| Dispute { opens: self.opens, ..by_node(node, answer) }).collect()
    }
}

/// Lies in honest tasks, and disputes many honest answers to its own questions with large bonds, so
/// that the disputes of the lies have to wait.
pub(crate) struct Queue;

impl Strategy for Queue {
    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        let asks = block.is_multiple_of(BETWEEN / 4);
        asks.then(|| Question::own(Matter::Clear, world)).into_iter().collect()
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        match committee.question.is_own() && !committee.is_second {
            true => committee.honest(node),
            false => committee.careful(node, committee.question.empty()),
        }
    }

    fn dispute(&mut self, settled: &Settled<'_>) -> Vec<Dispute> {
        let dispute = || by_payer(settled.question.empty(), 1_000 * UNIT);
        settled.question.is_own().then(dispute).into_iter().collect()
    }
}

/// A thief of the agents' keys of some nodes: they lie in tasks that he pays for, and he disputes
/// that as the payer. All that the nodes lose is their operators'.
pub(crate) struct Thief;

impl Strategy for Thief {
    fn prepare(&self, world: &mut World) {
        world.is_stolen = true;
    }

    fn ask(&mut self, world: &World, block: u32) -> Vec<Question> {
        now_and_then(world, block)
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        let Committee { question, is_second, .. } = committee;
        match question.is_own() && !is_second && committee.is_captured() {
            true => Reply::idle(question.lie()),
            false => committee.honest(node),
        }
    }

    fn dispute(&mut self, settled: &Settled<'_>) -> Vec<Dispute> {
        let lies = settled.question.is_own() && settled.is_lie();
        lies.then(|| by_payer(settled.question.right(), 400 * UNIT)).into_iter().collect()
    }
}

/// Lies where it has the quorum, and bribes as many members of the second committee as are missing to
/// keep it from a decision.
pub(crate) struct Briber;

impl Strategy for Briber {
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        match committee.is_second || committee.is_captured() {
            true => Reply::idle(committee.question.empty()),
            false => committee.honest(node),
        }
    }

    fn bribes(&self, committee: &Committee<'_>, node: &AccountId) -> bool {
        let missing = 4_usize.saturating_sub(committee.own());
        let honest = committee.members.iter().filter(|node| !committee.world.is_own(node));
        committee.is_second && honest.take(missing).any(|bribed| bribed == node)
    }
}
