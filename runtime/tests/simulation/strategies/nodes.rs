//! Nodes that answer, offer or leave otherwise than honest ones.

use nes_core::{AccountId, Answer, Unservable};

use super::{Committee, Reply, Strategy};
use crate::simulation::{rules::Offer, setup::SLOTS, world::World};

/// Lazy: always the answer that pays most without work.
pub(crate) struct Empty;

impl Strategy for Empty {
    fn reply(&mut self, committee: &Committee<'_>, _: &AccountId) -> Reply {
        Reply::idle(committee.question.empty())
    }
}

/// Lazy: always says that the input is invalid.
pub(crate) struct Invalid;

impl Strategy for Invalid {
    fn reply(&mut self, _: &Committee<'_>, _: &AccountId) -> Reply {
        Reply::idle(Answer::Unservable(Unservable::Invalid))
    }
}

/// Lies, before an honest member is done, where they have the quorum. With `is_locked` the stake has
/// not vested.
pub(crate) struct Liars {
    pub(crate) is_locked: bool,
}

impl Strategy for Liars {
    fn prepare(&self, world: &mut World) {
        world.is_locked = self.is_locked;
    }

    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        committee.careful(node, committee.question.empty())
    }
}

/// Lies only where no other node is in the committee.
pub(crate) struct Unanimous;

impl Strategy for Unanimous {
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        let is_alone = committee.own() == committee.members.len();
        if is_alone || (committee.is_second && committee.is_blocked()) {
            Reply::idle(committee.question.empty())
        } else {
            committee.honest(node)
        }
    }
}

/// Does the work, and reports more usage than it took where they have the quorum.
pub(crate) struct Overbill;

impl Strategy for Overbill {
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        let reply = committee.careful(node, committee.question.overbilled());
        Reply { works: true, ..reply }
    }
}

/// Never commits.
pub(crate) struct Mute;

impl Strategy for Mute {
    fn reply(&mut self, _: &Committee<'_>, _: &AccountId) -> Reply {
        Reply::silence()
    }
}

/// Lies where it has the quorum, and says nothing in second committees.
pub(crate) struct MuteJudges;

impl Strategy for MuteJudges {
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        match committee.is_second {
            true => Reply::silence(),
            false => committee.careful(node, committee.question.empty()),
        }
    }
}

/// Gives another answer than all others, without work.
pub(crate) struct Dissent;

impl Strategy for Dissent {
    fn reply(&mut self, committee: &Committee<'_>, _: &AccountId) -> Reply {
        Reply::idle(committee.question.lie())
    }
}

/// Commits and never reveals.
pub(crate) struct Withhold;

impl Strategy for Withhold {
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        Reply { reveals: false, works: false, ..committee.honest(node) }
    }
}

/// Asks this number of hundredths of the usual price.
pub(crate) struct Price(pub(crate) u8);

impl Strategy for Price {
    fn offer(&mut self, world: &World, block: u32) -> Vec<(AccountId, Offer)> {
        let price = world.price * u128::from(self.0) / 100;
        let offer = Offer { version: 0, price, slots: SLOTS };
        let is_first = block == 0;
        world.own.iter().filter(|_| is_first).map(|node| (node.clone(), offer)).collect()
    }
}

/// Lies where it has the quorum, and pauses all offers when it has lied, so as not to be on duty.
#[derive(Default)]
pub(crate) struct Dodge {
    has_lied: bool,
    is_paused: bool,
}

impl Strategy for Dodge {
    fn reply(&mut self, committee: &Committee<'_>, node: &AccountId) -> Reply {
        self.has_lied |= !committee.is_second && committee.is_captured();
        committee.careful(node, committee.question.empty())
    }

    fn offer(&mut self, world: &World, block: u32) -> Vec<(AccountId, Offer)> {
        let pauses = self.has_lied && !self.is_paused;
        let comes_back = self.is_paused && block.is_multiple_of(50);
        if !pauses && !comes_back {
            return vec![];
        }
        self.has_lied = false;
        self.is_paused = pauses;
        let slots = if pauses { 0 } else { SLOTS };
        let offer = Offer { version: 0, price: world.price, slots };
        world.own.iter().map(|node| (node.clone(), offer)).collect()
    }
}
