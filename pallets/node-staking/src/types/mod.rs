//! The types of the pallet's storage; nothing here reads storage.

mod conduct;
mod node;
mod position;
mod profile;
mod slash;

pub use conduct::{ConductRecord, EraConduct};
pub(crate) use conduct::{FAULT_MEMORY_ERAS, FEW_TASKS, GRACE_TASKS, TOLERATED_MISSES};
pub use node::{NextCommission, Node, NodeStatus};
pub(crate) use node::{LEAST_RETAINED, MAX_COMMISSION_RAISE, MOST_SLASHES};
pub(crate) use position::UNDELEGATIONS;
pub use position::{Position, Unbonding, UnbondingEntries};
pub use profile::{Endpoint, GenesisNode, Name, Profile, ProfileInput};
pub use slash::{
    OpenSlash, Restitutions, Slash, SlashId, SlashKind, SlashState, Slashes, MAX_RESTITUTIONS,
};
