//! The conduct of nodes as services.

use nes_core::{Balance, ServiceFault};

/// The amount that a fault owes to the payer whom it harmed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restitution<AccountId> {
    /// The payer.
    pub payer: AccountId,
    /// The amount, in planck; it is paid as far as the node's operator loses that much.
    pub amount: Balance,
}

/// The register that makes nodes answer for their conduct.
pub trait NodeConduct<AccountId> {
    /// Notes that `node` did its part in a task.
    fn served(node: &AccountId);

    /// Notes that `node` failed a task by a fault of its own.
    fn failed(node: &AccountId, fault: ServiceFault, restitution: Option<Restitution<AccountId>>);
}
