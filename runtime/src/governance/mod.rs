//! Governance: who decides what, and how long it takes.
//!
//! Holders decide by referendum. Each referendum speaks for an [origin](origins::Origin) and runs
//! on the [track](tracks::TRACKS) of that origin, whose periods follow the chain's clock. The
//! technical collective can hasten a call by whitelisting it, and stop the chain's calls for a
//! while ([`emergency`]); it decides nothing else. How the pallets are configured stands in
//! `configs/`.

pub mod agenda;
pub mod emergency;
pub mod origins;
pub mod state;
pub mod tracks;

pub use state::PotsDoNotVote;
