//! Slashes: how they come about, what may still happen to them, and where the money goes.
//!
//! A fault enters its node's list at once, as a pending slash: from then on the node's shares are
//! worth less. Its execution is deferred, so that a vote can cancel it, and one appeal moves it
//! once more. When it is executed, the operator's loss moves at once and delegators' losses move
//! when their positions are next touched, or by `realise`.

mod appeal;
mod equivocation;
mod execution;
mod report;
mod service;
