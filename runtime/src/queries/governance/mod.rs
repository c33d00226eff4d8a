//! Tracks, referenda and votes.

mod record;
mod referenda;
mod standing;
mod tracks;
mod voting;

pub(crate) use record::record;
pub(crate) use referenda::{referenda, referendum};
pub(super) use tracks::name as track_name;
pub(crate) use tracks::tracks;
pub(super) use voting::total;
pub(crate) use voting::{locks, voting_power};
