//! The configurations of the pallets, one file a domain.
//!
//! A number here is a name from `constants/` or a value of the chain's clock or parameters.

mod accounts;
mod consensus;
mod emergency;
mod governance;
mod inference;
mod market;
mod monetary;
mod rewards;
mod staking;
mod system;
mod treasury;
