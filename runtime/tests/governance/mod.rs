//! Governance on the real runtime: its tracks and origins, its emergencies, and what an attacker
//! can do against it.

mod agenda;
mod apps;
mod attacks;
mod calls;
mod failure;
mod filters;
mod limits;
mod origins;
mod proxies;
mod reports;
mod safe_mode;
mod steps;
mod timing;
mod tracks;
mod treasury;
mod versions;
mod votes;
mod weights;

use super::common;
