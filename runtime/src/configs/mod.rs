//! The configurations of the pallets, one file a domain.
//!
//! A number here is a name from `constants/` or a value of the chain's clock or parameters.

mod accounts;
mod consensus;
mod economy;
mod emergency;
mod governance;
mod monetary;
mod system;
mod treasury;
