//! The rules under which participants act.

use nes_core::{AccountId, Answer, Balance, BlockNumber, TaskId, Usage};

/// A request for a task.
#[derive(Clone)]
pub(crate) struct Request {
    /// The account that pays.
    pub(crate) payer: AccountId,
    /// True if nodes fetch the input, and do not find it in the request.
    pub(crate) is_remote: bool,
    /// The most usage that an answer may report.
    pub(crate) max_usage: Usage,
    /// The highest price of a node, in planck.
    pub(crate) max_price: Balance,
    /// The size of the committee, if it is not the service's.
    pub(crate) seats: Option<u8>,
}

/// The terms of an offer.
#[derive(Clone, Copy)]
pub(crate) struct Offer {
    /// The version that is served.
    pub(crate) version: u32,
    /// The price, in planck.
    pub(crate) price: Balance,
    /// The number of tasks that the node takes at a time.
    pub(crate) slots: u16,
}

/// A dispute of an answer, or a place in one.
#[derive(Clone)]
pub(crate) struct Dispute {
    /// The account that puts up the bond.
    pub(crate) who: AccountId,
    /// The node that disputes; `None` for the payer.
    pub(crate) node: Option<AccountId>,
    /// The answer that the disputer commits to.
    pub(crate) answer: Answer,
    /// The bond of a payer, if it is more than the least one, in planck.
    pub(crate) bond: Balance,
    /// True if it opens its answer.
    pub(crate) opens: bool,
}

/// The events of a block that participants follow.
#[derive(Clone)]
pub(crate) enum News {
    /// A committee is drawn, for a task or for the dispute `of` one.
    Drawn { task: TaskId, of: Option<TaskId>, members: Vec<AccountId> },
    /// The members of a committee can reveal.
    Revealing { task: TaskId },
    /// A task is settled, with an answer or without one.
    Settled { task: TaskId, answer: Option<Answer>, members: Vec<AccountId>, can_dispute: bool },
    /// The dispute of `task` has ended by the second committee `second`.
    Decided { task: TaskId, second: TaskId, is_undecided: bool },
}

/// The rules of a chain with one service, to which calls are made and blocks go by.
pub(crate) trait Rules {
    /// Begins the next block; returns what has happened since the last one began. Its author keeps
    /// the block to itself if `withholds` says so of its slot and its draws; then that of the next
    /// slot makes it.
    fn next_block(&mut self, withholds: &mut dyn FnMut(u64, &[News]) -> bool) -> Vec<News>;

    /// Returns the number of the block.
    fn now(&mut self) -> BlockNumber;

    /// Requests a task; returns it if the rules allow that.
    fn request(&mut self, request: &Request) -> Option<TaskId>;

    /// Commits a member to an answer.
    fn commit(&mut self, task: TaskId, node: &AccountId, answer: Answer);

    /// Reveals the answer of a member.
    fn reveal(&mut self, task: TaskId, node: &AccountId, answer: Answer);

    /// Disputes a settled answer, or joins; returns true if the rules allow that.
    fn dispute(&mut self, task: TaskId, dispute: &Dispute) -> bool;

    /// Opens the answer of a disputer.
    fn open(&mut self, task: TaskId, dispute: &Dispute);

    /// Changes the offer of a node.
    fn offer(&mut self, node: &AccountId, offer: Offer);

    /// Publishes another version of the service.
    fn update(&mut self);

    /// Returns true while a task is open, an answer can be disputed or a slash waits.
    fn is_busy(&mut self) -> bool;

    /// Returns all NES of an account, with what its node has earned.
    fn wealth(&mut self, who: &AccountId) -> Balance;

    /// Returns all NES of an account, without what its node has earned.
    fn savings(&mut self, who: &AccountId) -> Balance;
}
