//! How each pallet is configured, one file a domain.
//!
//! A number here is a name from `constants/` or a value of the chain's clock or parameters.

mod accounts;
mod consensus;
mod inference;
mod market;
mod monetary;
mod rewards;
mod staking;
mod system;

pub use accounts::ProxyKind;
