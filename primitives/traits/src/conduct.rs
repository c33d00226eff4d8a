//! How nodes serve, for those who make them answer for it.

use nes_core::{Balance, ServiceFault};

/// What a fault owes to the payer whom it harmed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restitution<AccountId> {
    /// The payer.
    pub payer: AccountId,
    /// How much, in planck, as far as the node's operator loses that much.
    pub amount: Balance,
}

/// Makes nodes answer for how they serve.
pub trait NodeConduct<AccountId> {
    /// `node` did its part in a task.
    fn served(node: &AccountId);

    /// `node` failed a task by a fault of its own.
    fn failed(node: &AccountId, fault: ServiceFault, restitution: Option<Restitution<AccountId>>);
}
