//! Questions, and the answers that participants give to them.

use codec::Encode;
use nes_core::{AccountId, Answer, Balance, Hash, Output, TaskId, Unservable, Usage};
use sp_io::hashing::blake2_256;

use super::{
    rules::Request,
    world::{own_payer, World},
};
use crate::common::task::{MAX_USAGE, USAGE};

/// The results of the right output, of another one that is as near, of a lie, and of no work.
const RIGHT: u8 = 9;
const NEAR: u8 = 7;
const LIE: u8 = 8;
const EMPTY: u8 = 0;

/// The nature of an input, as honest nodes find it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Matter {
    /// All give the right output.
    Clear,
    /// The maximum usage is too small for it.
    TooSmall,
    /// It lies at the edge of the margin that the curator has agreed on: of a hundred nodes this
    /// number give the right output, and the others name two.
    Tie(u8),
    /// The outputs of the version are not exact: this number give the right output, and the others
    /// another one.
    Split(u8),
    /// It is at a URI that gives it to the attacker's nodes only.
    Withheld,
}

/// A question: a request, and the nature of its input.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) request: Request,
    pub(crate) matter: Matter,
}

impl Question {
    /// A clear question of `payer` with the usual terms.
    pub(crate) fn of(payer: AccountId, world: &World) -> Self {
        // Twice the price admits every honest node.
        let max_price = 2 * world.price;
        let (max_usage, seats, is_remote) = (MAX_USAGE, None, false);
        let request = Request { payer, is_remote, max_usage, max_price, seats };
        Self { request, matter: Matter::Clear }
    }

    /// The attacker's question of this nature.
    pub(crate) fn own(matter: Matter, world: &World) -> Self {
        let mut question = Self::of(own_payer(), world);
        question.request.is_remote = matter == Matter::Withheld;
        if matter == Matter::TooSmall {
            question.request.max_usage = Usage { input: 1, output: 1 };
        }
        Self { matter, ..question }
    }

    /// The same with this highest price.
    pub(crate) fn below(mut self, max_price: Balance) -> Self {
        self.request.max_price = max_price;
        self
    }

    /// Returns true if the attacker pays for it.
    pub(crate) fn is_own(&self) -> bool {
        self.request.payer == own_payer()
    }

    /// Returns the answer that an honest node finds.
    pub(crate) fn honest(&self, task: TaskId, node: &AccountId) -> Answer {
        let [dice, ..] = (task, node).using_encoded(blake2_256);
        let is_among = |percent: u8| u16::from(dice) * 100 < u16::from(percent) * 256;
        match self.matter {
            Matter::Tie(percent) if !is_among(percent) => {
                let (near, right) = (Hash::repeat_byte(NEAR), Hash::repeat_byte(RIGHT));
                Answer::Unservable(Unservable::Ambiguous(near, right))
            }
            Matter::Split(percent) if !is_among(percent) => self.output(NEAR, USAGE),
            Matter::Clear | Matter::Tie(_) | Matter::Split(_) => self.right(),
            Matter::TooSmall => Answer::Unservable(Unservable::TooLarge),
            Matter::Withheld => Answer::Unservable(Unservable::Unreadable),
        }
    }

    /// Returns the right output.
    pub(crate) fn right(&self) -> Answer {
        self.output(RIGHT, USAGE)
    }

    /// Returns an output that is wrong.
    pub(crate) fn lie(&self) -> Answer {
        self.output(LIE, USAGE)
    }

    /// Returns the right output with as much usage as the payer pays for.
    pub(crate) fn overbilled(&self) -> Answer {
        self.output(RIGHT, self.request.max_usage)
    }

    /// Returns the answer of who does no work and wants the highest pay.
    pub(crate) fn empty(&self) -> Answer {
        self.output(EMPTY, self.request.max_usage)
    }

    fn output(&self, result: u8, usage: Usage) -> Answer {
        let most = self.request.max_usage;
        let (input, output) = (usage.input.min(most.input), usage.output.min(most.output));
        let usage = Usage { input, output };
        Answer::Output(Output { result: Hash::repeat_byte(result), usage })
    }
}
