//! Strategies: the ways in which an attacker's participants act otherwise than honest ones.

pub(crate) mod authors;
pub(crate) mod disputers;
pub(crate) mod nodes;
pub(crate) mod payers;
pub(crate) mod publishers;

use nes_core::{AccountId, Answer, TaskId};

use super::{
    cell::Named,
    question::{Matter, Question},
    rules::{Dispute, Offer},
    world::{own_payer, World},
};
use authors::{Toggler, Withholder};
use disputers::{Briber, Friends, Queue, Thief, VainNode, VainPayer};
use nodes::{
    Dissent, Dodge, Empty, Invalid, Liars, Mute, MuteJudges, Overbill, Price, Unanimous, Withhold,
};
use payers::{Again, Bulk, CheapCorner, Doubt, FullHouse};
use publishers::{OwnService, Trigger, Updater};

/// All strategies, in the order of the table.
pub(crate) const ALL: &[Named] = &[
    ("empty answers", || Box::new(Empty)),
    ("`Invalid` always", || Box::new(Invalid)),
    ("liars", || Box::new(Liars { is_locked: false })),
    ("liars with locked stake", || Box::new(Liars { is_locked: true })),
    ("liars who are alone", || Box::new(Unanimous)),
    ("overbill", || Box::new(Overbill)),
    ("mute", || Box::new(Mute)),
    ("mute judges", || Box::new(MuteJudges)),
    ("dissents", || Box::new(Dissent)),
    ("withholds reveals", || Box::new(Withhold)),
    ("dear", || Box::new(Price(200))),
    ("cheap", || Box::new(Price(10))),
    ("dodges duties", || Box::new(Dodge::default())),
    ("again, clear", || Box::new(Again(Matter::Clear))),
    ("again, withheld", || Box::new(Again(Matter::Withheld))),
    ("again, usage too small", || Box::new(Again(Matter::TooSmall))),
    ("a near tie", || Box::new(Doubt { matter: Matter::Tie(50), price: 1_000 })),
    ("an uneven tie", || Box::new(Doubt { matter: Matter::Tie(80), price: 1_000 })),
    ("a near tie for a cent", || Box::new(Doubt { matter: Matter::Tie(50), price: 10 })),
    ("beyond the margin", || Box::new(Doubt { matter: Matter::Split(80), price: 1_000 })),
    ("full house", || Box::new(FullHouse)),
    ("cheap corner", || Box::new(CheapCorner)),
    ("bulk lies", || Box::new(Bulk { questions: 40, is_large: false })),
    ("bulk lies, dear disputes", || Box::new(Bulk { questions: 40, is_large: true })),
    ("vain payer", || Box::new(VainPayer { bond: 0, honest: false })),
    ("vain payer of 400 NES", || Box::new(VainPayer { bond: 400, honest: false })),
    ("vain dispute among friends", || Box::new(VainPayer { bond: 0, honest: true })),
    ("vain node", || Box::new(VainNode)),
    ("a friend who is right", || Box::new(Friends { number: 1, right: true, opens: true })),
    ("a friend who does not open", || Box::new(Friends { number: 1, right: true, opens: false })),
    ("friends who take all places", || Box::new(Friends { number: 4, right: false, opens: true })),
    ("disputes in the way", || Box::new(Queue)),
    ("thief of agents' keys", || Box::new(Thief)),
    ("briber", || Box::new(Briber)),
    ("withholds blocks", || Box::new(Withholder)),
    ("toggles offers", || Box::new(Toggler)),
    ("trigger", || Box::new(Trigger)),
    ("own service", || Box::new(OwnService)),
    ("updates", || Box::new(Updater)),
];

/// The reply of a member to a task.
#[derive(Clone, Copy)]
pub(crate) struct Reply {
    /// The answer that it commits to; `None` if it never does.
    pub(crate) answer: Option<Answer>,
    /// The blocks from the draw to its commitment.
    pub(crate) delay: u32,
    /// True if it reveals.
    pub(crate) reveals: bool,
    /// True if it runs the model, which costs half of the usual fee.
    pub(crate) works: bool,
}

impl Reply {
    /// The answer at once, without work.
    pub(crate) fn idle(answer: Answer) -> Self {
        Self { answer: Some(answer), delay: 0, reveals: true, works: false }
    }

    /// No commitment.
    pub(crate) fn silence() -> Self {
        Self { answer: None, delay: 0, reveals: false, works: false }
    }
}

/// A committee as its members see it: they know each other from the draw on.
pub(crate) struct Committee<'a> {
    pub(crate) world: &'a World,
    /// The task whose question it answers.
    pub(crate) task: TaskId,
    pub(crate) question: &'a Question,
    /// True if it judges a dispute.
    pub(crate) is_second: bool,
    pub(crate) members: &'a [AccountId],
}

impl Committee<'_> {
    /// Returns the number of the attacker's members.
    pub(crate) fn own(&self) -> usize {
        self.world.count_own(self.members)
    }

    /// Returns true if these agree it alone: two thirds, by which both kinds of committees go.
    pub(crate) fn is_captured(&self) -> bool {
        3 * self.own() >= 2 * self.members.len()
    }

    /// Returns true if nothing can be agreed without them.
    pub(crate) fn is_blocked(&self) -> bool {
        let others = self.members.len() - self.own();
        3 * others < 2 * self.members.len()
    }

    /// Returns the reply of an honest member, which needs one to four blocks.
    pub(crate) fn honest(&self, node: &AccountId) -> Reply {
        let answer = Some(self.question.honest(self.task, node));
        let delay = 1 + u32::try_from(self.world.dice((self.task, node), 4)).unwrap();
        Reply { answer, delay, reveals: true, works: true }
    }

    /// Returns the reply of a careful liar: it lies where the attacker's members are enough, in a
    /// second committee also where they are enough to keep it from a decision; else it is honest.
    pub(crate) fn careful(&self, node: &AccountId, lie: Answer) -> Reply {
        let lies = if self.is_second { self.is_blocked() } else { self.is_captured() };
        if lies {
            Reply::idle(lie)
        } else {
            self.honest(node)
        }
    }
}

/// A settled answer, as everybody sees it.
pub(crate) struct Settled<'a> {
    pub(crate) world: &'a World,
    pub(crate) question: &'a Question,
    pub(crate) answer: Answer,
    pub(crate) members: &'a [AccountId],
}

impl Settled<'_> {
    /// Returns true if it is not what honest nodes find in a clear input.
    pub(crate) fn is_lie(&self) -> bool {
        self.answer.contradicts(&self.question.right())
    }

    /// Returns the attacker's nodes that were not in the committee.
    pub(crate) fn friends(&self) -> impl Iterator<Item = &AccountId> {
        self.world.own.iter().filter(|node| !self.members.contains(node))
    }
}

/// Returns the dispute of a node that commits to this answer.
pub(crate) fn by_node(node: &AccountId, answer: Answer) -> Dispute {
    Dispute { who: node.clone(), node: Some(node.clone()), answer, bond: 0, opens: true }
}

/// Returns the dispute of the attacker's payer with a bond of at least this amount.
pub(crate) fn by_payer(answer: Answer, bond: u128) -> Dispute {
    Dispute { who: own_payer(), node: None, answer, bond, opens: true }
}

/// A strategy of an attacker. What it leaves out its participants do as honest ones.
pub(crate) trait Strategy {
    /// Changes the world before it begins.
    fn prepare(&self, _world: &mut World) {}

    /// Returns the questions of the attacker's payer in this block.
    fn ask(&mut self, _world: &World, _block: u32) -> Vec<Question> {
        vec![]
    }

    /// Returns the offers that the attacker's nodes set in this block.
    fn offer(&mut self, _world: &World, _block: u32) -> Vec<(AccountId, Offer)> {
        vec![]
    }

    /// Returns true if the publisher, who is the attacker's, updates the service in this block.
    fn updates(&self, _block: u32) -> bool {
        false
    }

    /// Returns the reply of one of the attacker's members.
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        committee.honest(node)
    }

    /// Returns true if the attacker bribes this honest member to reply as his own do.
    fn bribes(&self, _committee: &Committee<'_>, _node: &AccountId) -> bool {
        false
    }

    /// Returns the disputes of the attacker about a settled answer.
    fn dispute(&mut self, _settled: &Settled<'_>) -> Vec<Dispute> {
        vec![]
    }

    /// Returns true if the attacker, as the author of a block, keeps it to himself for one of the
    /// draws in it.
    fn withholds(&self, _committee: &Committee<'_>) -> bool {
        false
    }
}

/// The honest strategy.
pub(crate) struct Honest;

impl Strategy for Honest {}
