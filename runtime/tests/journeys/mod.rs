//! Journeys of users, from their first call to the last planck.

mod attacks;
mod disputes;
mod equivocations;
mod market;
mod rewards;
mod slashed_vesting;
mod stake;
mod task;
mod tutorial;
mod validators;
mod vesting;
mod voters;
