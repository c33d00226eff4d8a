//! What the calls and hooks of the chain's own pallets weigh, as `scripts/weights.sh` measured it.

pub(crate) mod pallet_disputes;
pub(crate) mod pallet_inference;
pub(crate) mod pallet_market;
pub(crate) mod pallet_node_staking;
pub(crate) mod pallet_rewards;
