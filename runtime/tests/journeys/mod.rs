//! Journeys of users, from their first call to the last planck.

mod rewards;
mod stake;
mod task;
mod tutorial;
mod validators;
mod vesting;
