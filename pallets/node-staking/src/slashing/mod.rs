//! Slashes: their reports, appeals and cancellations, their execution and the division of the loss.
//!
//! A fault enters its node's list at once, as a pending slash: from then on the node's shares are
//! worth less. Its execution is deferred, so that a vote can cancel it, and one appeal moves it
//! once more. With the execution, the operator's loss moves at once. Delegators' losses move with
//! the next call that changes the stake of their positions or pays its rewards, or by `apply_slash`.

mod appeal;
mod equivocation;
mod execution;
mod report;
mod service;
