//! Filters: the calls that are refused to everybody, those that an emergency never stops, and those
//! that each kind of proxy lets through.
//!
//! A pallet that is new to the runtime does not compile, or fails a test, until every filter here
//! has decided on it. Root passes all filters but those of proxies.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{Contains, GetCallMetadata, InsideBoth, InstanceFilter};
use pallet_tx_pause::RuntimeCallNameOf;
use scale_info::TypeInfo;

use crate::{Runtime, RuntimeCall, SafeMode, TxPause};

/// The filter of every call that root does not make.
pub type Calls = InsideBoth<NotRefused, InsideBoth<SafeMode, TxPause>>;

/// The filter of the calls that only root may make: burning NES, since the books of all NES count
/// only fees as burned; the treasury's deprecated way to spend; and approving a bounty in one call
/// with another one or with a spend, since each is compared with the caller's cap by itself, unlike
/// the treasury's spends among themselves.
pub struct NotRefused;

impl Contains<RuntimeCall> for NotRefused {
    fn contains(call: &RuntimeCall) -> bool {
        match call {
            RuntimeCall::Balances(pallet_balances::Call::burn { .. })
            | RuntimeCall::Treasury(
                pallet_treasury::Call::spend_local { .. }
                | pallet_treasury::Call::remove_approval { .. },
            ) => false,
            call => {
                let Spending { bounties, spends } = spending(call);
                bounties == 0 || bounties == 1 && spends == 0
            }
        }
    }
}

/// The number of times that a call spends, itself and by calls that it carries.
#[derive(Default)]
struct Spending {
    bounties: u32,
    spends: u32,
}

impl Spending {
    fn add(self, other: Self) -> Self {
        Self {
            bounties: self.bounties.saturating_add(other.bounties),
            spends: self.spends.saturating_add(other.spends),
        }
    }
}

/// Returns the number of times that `call` spends.
fn spending(call: &RuntimeCall) -> Spending {
    use pallet_bounties::Call::{approve_bounty, approve_bounty_with_curator};
    use pallet_utility::Call::{as_derivative, batch, batch_all, force_batch, if_else};
    match call {
        RuntimeCall::Bounties(approve_bounty { .. } | approve_bounty_with_curator { .. }) => {
            Spending { bounties: 1, spends: 0 }
        }
        RuntimeCall::Treasury(pallet_treasury::Call::spend { .. }) => {
            Spending { bounties: 0, spends: 1 }
        }
        RuntimeCall::Utility(batch { calls } | batch_all { calls } | force_batch { calls }) => {
            calls.iter().map(spending).fold(Spending::default(), Spending::add)
        }
        RuntimeCall::Utility(if_else { main, fallback }) => spending(main).add(spending(fallback)),
        RuntimeCall::Utility(as_derivative { call, .. }) => spending(call),
        _ => Spending::default(),
    }
}

/// The part of a pallet that no emergency stops.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unstoppable {
    /// Every call.
    All,
    /// These calls.
    Calls(&'static [&'static str]),
    /// No call.
    None,
}

/// Calls that no safe mode and no pause stops, by pallet: the clock, without which no block is
/// valid; reports of offences; everything that votes, repairs and ends the emergency; calls that
/// carry calls, since these are filtered again; keys; and calls that somebody needs to get his own
/// money or to avoid a slash.
pub const UNSTOPPABLE: [(&str, Unstoppable); 30] = [
    ("System", Unstoppable::Calls(&["apply_authorized_upgrade", "remark", "remark_with_event"])),
    ("Timestamp", Unstoppable::Calls(&["set"])),
    ("Balances", Unstoppable::None),
    ("Vesting", Unstoppable::None),
    ("Treasury", Unstoppable::None),
    ("Bounties", Unstoppable::None),
    ("ChildBounties", Unstoppable::None),
    ("Babe", Unstoppable::Calls(&["report_equivocation", "report_equivocation_unsigned"])),
    ("ValidatorList", Unstoppable::None),
    (
        "NodeStaking",
        Unstoppable::Calls(&[
            "appeal",
            "cancel_slash",
            "chill",
            "claim",
            "claim_for",
            "apply_slash",
            "set_params",
            "unjail",
            "withdraw",
        ]),
    ),
    ("Session", Unstoppable::Calls(&["set_keys"])),
    ("Grandpa", Unstoppable::Calls(&["report_equivocation", "report_equivocation_unsigned"])),
    ("Market", Unstoppable::Calls(&["set_params"])),
    ("Inference", Unstoppable::Calls(&["commit", "reveal", "set_params"])),
    ("Disputes", Unstoppable::Calls(&["dispute", "open_dispute", "set_params"])),
    ("Rewards", Unstoppable::Calls(&["set_params"])),
    ("Preimage", Unstoppable::All),
    ("Scheduler", Unstoppable::All),
    ("ConvictionVoting", Unstoppable::All),
    ("Referenda", Unstoppable::All),
    ("TechnicalCommittee", Unstoppable::All),
    ("Whitelist", Unstoppable::All),
    ("SafeMode", Unstoppable::All),
    ("TxPause", Unstoppable::All),
    ("Migrations", Unstoppable::All),
    ("Utility", Unstoppable::All),
    ("Multisig", Unstoppable::All),
    ("Proxy", Unstoppable::All),
    ("Identity", Unstoppable::None),
    ("Sudo", Unstoppable::All),
];

/// Returns true if no emergency stops a call, by the names of its pallet and its own.
pub fn is_unstoppable(pallet: &str, call: &str) -> bool {
    UNSTOPPABLE.iter().any(|(name, calls)| {
        *name == pallet
            && match calls {
                Unstoppable::All => true,
                Unstoppable::Calls(calls) => calls.contains(&call),
                Unstoppable::None => false,
            }
    })
}

/// The filter that lets the calls through that no emergency stops.
pub struct NeverStopped;

impl Contains<RuntimeCall> for NeverStopped {
    fn contains(call: &RuntimeCall) -> bool {
        let names = call.get_call_metadata();
        is_unstoppable(names.pallet_name, names.function_name)
    }
}

impl Contains<RuntimeCallNameOf<Runtime>> for NeverStopped {
    fn contains((pallet, call): &RuntimeCallNameOf<Runtime>) -> bool {
        let names = (core::str::from_utf8(pallet), core::str::from_utf8(call));
        matches!(names, (Ok(pallet), Ok(call)) if is_unstoppable(pallet, call))
    }
}

/// The kind of a proxy: the part of the calls that it may make for the account that named it.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
)]
pub enum ProxyKind {
    /// Everything.
    #[default]
    Any,
    /// All calls that cannot move NES to another account.
    NonTransfer,
    /// Proposing, voting, bounties, and the technical collective's motions.
    Governance,
    /// The register of nodes, session keys and the ranking of validators.
    Staking,
    /// Requesting inferences, cancelling them and disputing their answers.
    Inference,
    /// Refusing what other proxies announced.
    CancelProxy,
}

impl InstanceFilter<RuntimeCall> for ProxyKind {
    fn filter(&self, call: &RuntimeCall) -> bool {
        *self == Self::Any || kinds(call).contains(self)
    }

    fn is_superset(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (_, Self::Any) => false,
            (Self::NonTransfer, Self::Staking | Self::CancelProxy) => true,
            (mine, theirs) => mine == theirs,
        }
    }
}

/// Returns the kinds of proxy, besides `Any`, that let `call` through. It is one long table, to be
/// read as a whole.
///
/// `NonTransfer` is not among them if the call can hand NES of its caller, or of a bounty that the
/// caller looks after, to somebody else, or if it carries another call that proxies' filters do
/// not see.
fn kinds(call: &RuntimeCall) -> &'static [ProxyKind] {
    use ProxyKind::{CancelProxy, Governance, Inference, NonTransfer, Staking};
    match call {
        // A judgement is paid for, and the deposit for a sub-account goes to it when it quits.
        RuntimeCall::Identity(..)
        | RuntimeCall::Balances(..)
        | RuntimeCall::Multisig(..)
        | RuntimeCall::Sudo(..) => &[],
        RuntimeCall::Vesting(call) => match call {
            pallet_vesting::Call::vested_transfer { .. }
            | pallet_vesting::Call::force_vested_transfer { .. } => &[],
            _ => &[NonTransfer],
        },
        RuntimeCall::Proxy(call) => match call {
            pallet_proxy::Call::proxy { .. } | pallet_proxy::Call::proxy_announced { .. } => &[],
            pallet_proxy::Call::reject_announcement { .. } => &[NonTransfer, CancelProxy],
            _ => &[NonTransfer],
        },
        RuntimeCall::Utility(..) => &[NonTransfer, Governance, Staking, Inference],
        RuntimeCall::Bounties(..)
        | RuntimeCall::ChildBounties(..)
        | RuntimeCall::TechnicalCommittee(..) => &[Governance],
        RuntimeCall::ConvictionVoting(..)
        | RuntimeCall::Preimage(..)
        | RuntimeCall::Referenda(..)
        | RuntimeCall::Whitelist(..) => &[NonTransfer, Governance],
        RuntimeCall::Treasury(call) => match call {
            pallet_treasury::Call::payout { .. } | pallet_treasury::Call::check_status { .. } => {
                &[NonTransfer, Governance]
            }
            _ => &[NonTransfer],
        },
        RuntimeCall::NodeStaking(..)
        | RuntimeCall::Session(..)
        | RuntimeCall::ValidatorList(..) => &[NonTransfer, Staking],
        RuntimeCall::Inference(call) => match call {
            pallet_inference::Call::request { .. } => &[Inference],
            pallet_inference::Call::cancel { .. } => &[NonTransfer, Inference],
            _ => &[NonTransfer],
        },
        // A bond can end in somebody else's account.
        RuntimeCall::Disputes(pallet_disputes::Call::dispute { .. }) => &[Inference],
        RuntimeCall::Disputes(..)
        | RuntimeCall::System(..)
        | RuntimeCall::Timestamp(..)
        | RuntimeCall::Babe(..)
        | RuntimeCall::Grandpa(..)
        | RuntimeCall::Market(..)
        | RuntimeCall::Rewards(..)
        | RuntimeCall::Scheduler(..)
        | RuntimeCall::SafeMode(..)
        | RuntimeCall::TxPause(..)
        | RuntimeCall::Migrations(..) => &[NonTransfer],
    }
}
