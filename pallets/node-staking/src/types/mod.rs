//! The types of the pallet's storage; nothing here reads storage.

mod arrival;
mod conduct;
mod node;
mod position;
mod profile;
mod slash;

pub(crate) use arrival::MAX_ARRIVALS;
pub use arrival::{Arrival, Arrivals};
pub use conduct::{ConductRecord, EraConduct};
pub(crate) use conduct::{
    FAULT_MEMORY_ERAS, JAILING_DISPUTES, JAILING_FAULTS, LEAST_DUTIES, LEAST_FAILURES,
    TASKS_PER_FAILURE,
};
pub(crate) use node::{meets, LEAST_RETAINED, MAX_COMMISSION_RAISE, MOST_SLASHES};
pub use node::{NextCommission, Node, NodeStatus};
pub use position::{Position, Unbonding, UnbondingEntries};
pub use profile::{Endpoint, GenesisNode, Name, Profile, ProfileInput};
pub use slash::{
    Appeal, Awards, OpenSlash, Reporter, Slash, SlashId, SlashKind, SlashState, Slashes,
};
pub(crate) use slash::{DISPUTE_SLASHES, MAX_AWARDS};
