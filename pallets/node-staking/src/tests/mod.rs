//! The tests: a file for each call, one for each event without a call, and a node's whole life
//! cycle.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may panic"
)]

mod absence;
mod appeal;
mod apply_slash;
mod awards;
mod cancel_slash;
mod chill;
mod claim;
mod close_task;
mod count_duty;
mod delegate;
mod dispute_cap;
mod equivocation;
mod escape;
mod execution;
mod force_leave;
mod genesis;
mod holds;
mod judgement;
mod leave;
mod lifecycle;
mod lost_dispute;
mod model;
mod origins;
mod ports;
mod random;
mod rebond;
mod redelegate;
mod register;
mod reporter;
mod rewards;
mod rounding;
mod service_faults;
mod sessions;
mod set_agent;
mod set_commission;
mod set_params;
mod set_profile;
mod steps;
mod top_up;
mod try_state;
mod undelegate;
mod unjail;
mod validate;
mod vesting;
mod withdraw;
