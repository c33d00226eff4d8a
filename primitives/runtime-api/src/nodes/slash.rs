//! A slash of a node.

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// The state of a slash of a node now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SlashInfo {
    /// Its number.
    pub id: u32,
    /// The era in which the fault was reported. Stake that had matured before it is out of reach.
    pub era: EraIndex,
    /// The kind of the fault.
    pub kind: SlashKind,
    /// The fraction that is lost of the value of shares.
    pub fraction: Perbill,
    /// Its stage.
    pub stage: SlashStage,
}

/// The kind of the fault that a slash is for.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlashKind {
    /// The node's faults as a service in one era, together.
    Service,
    /// Equivocation as a validator.
    Equivocation,
}

/// The stage of a slash.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlashStage {
    /// It lowers the value of stake already and can still be cancelled.
    Pending {
        /// The first era in which it is executed.
        execute_era: EraIndex,
        /// The amount that the operator has on hold for an appeal, in planck; `None` if it has not
        /// appealed.
        appeal: Option<Balance>,
        /// True if the operator can appeal now.
        appealable: bool,
    },
    /// It is final.
    Executed,
    /// It has no effect.
    Cancelled,
}
