//! A slash of a node.

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A slash of a node as it stands now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SlashInfo {
    /// Its number.
    pub id: u32,
    /// The era in which the fault was reported: stake that had matured before is out of reach.
    pub era: EraIndex,
    /// What it is for.
    pub kind: SlashKind,
    /// What is lost of what shares were worth.
    pub fraction: Perbill,
    /// How far it has come.
    pub stage: SlashStage,
}

/// What a slash is for.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlashKind {
    /// The node's faults as a service in one era, together.
    Service,
    /// Equivocation as a validator.
    Equivocation,
}

/// How far a slash has come.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlashStage {
    /// Stake counts less already; it can still be cancelled.
    Pending {
        /// The first era in which it is executed.
        execute_era: EraIndex,
        /// What the operator has on hold for an appeal, in planck; `None` when it has not appealed.
        appeal: Option<Balance>,
        /// Whether the operator can appeal now.
        appealable: bool,
    },
    /// It is final.
    Executed,
    /// It has no effect.
    Cancelled,
}
