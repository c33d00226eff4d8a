//! The kinds of services, the verification of their work, and the keys of their nodes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ed25519, sr25519};

/// The id of a service, from a counter that never goes back.
pub type ServiceId = u32;

/// The most nodes that a committee can have; a task keeps its members in one row.
pub const MAX_COMMITTEE: u8 = 9;

/// The resource that a service sells.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub enum ServiceKind {
    /// Answers of a model; units are input and output tokens.
    Inference,
    /// Storage space; the unit is a GiB for a day.
    Storage,
    /// Transfer; the unit is a GiB.
    Bandwidth,
}

/// The verification of a service's work before it is paid.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub enum Verification {
    /// Several nodes answer and at least `quorum` of them must give the same bytes.
    Redundant {
        /// The number of nodes drawn for a task, from 1 to [`MAX_COMMITTEE`].
        committee: u8,
        /// The number of equal answers that agree the task, more than half of `committee`.
        quorum: u8,
    },
    /// The payer counts what it gets and signs for it; such a service has no tasks.
    Metered,
}

impl Verification {
    /// Returns true if the committee is within bounds and the quorum is more than half of it.
    pub fn is_valid(&self) -> bool {
        match *self {
            Self::Redundant { committee, quorum } => {
                (1..=MAX_COMMITTEE).contains(&committee)
                    && quorum <= committee
                    && quorum > committee / 2
            }
            Self::Metered => true,
        }
    }

    /// Returns the committee and the quorum of a task whose payer wants `wanted` nodes.
    ///
    /// Without a wanted number they are the service's own. A larger committee keeps the service's
    /// proportion: its quorum is `wanted × quorum / committee`, rounded up, which is again more
    /// than half. The result is `None` if fewer nodes are wanted than the service asks for, or more
    /// than [`MAX_COMMITTEE`], and for a metered service, which has no tasks.
    pub fn committee(&self, wanted: Option<u8>) -> Option<(u8, u8)> {
        let Self::Redundant { committee, quorum } = *self else { return None };
        let wanted = wanted.unwrap_or(committee);
        if !(committee..=MAX_COMMITTEE).contains(&wanted) {
            return None;
        }
        let scaled = u16::from(wanted).checked_mul(quorum.into())?;
        let quorum = scaled.checked_add(u16::from(committee).checked_sub(1)?)?;
        let quorum = quorum.checked_div(committee.into())?;
        Some((wanted, quorum.try_into().ok()?))
    }
}

/// The key that a node signs its answers with.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub enum ServiceKey {
    /// An Ed25519 key.
    Ed25519(ed25519::Public),
    /// An sr25519 key.
    Sr25519(sr25519::Public),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quorum_is_more_than_half_of_a_committee_within_bounds() {
        let valid = |committee, quorum| Verification::Redundant { committee, quorum }.is_valid();
        assert!(valid(1, 1) && valid(3, 2) && valid(3, 3) && valid(4, 3) && valid(9, 5));
        assert!(!valid(0, 0) && !valid(10, 6) && !valid(3, 4) && !valid(4, 2) && !valid(3, 0));
    }

    #[test]
    fn a_committee_is_the_services_own_unless_a_larger_one_is_wanted() {
        let service = Verification::Redundant { committee: 3, quorum: 2 };
        assert_eq!(service.committee(None), Some((3, 2)));
        assert_eq!(service.committee(Some(3)), Some((3, 2)));
        assert_eq!(service.committee(Some(4)), Some((4, 3)));
        assert_eq!(service.committee(Some(9)), Some((9, 6)));
        assert_eq!(service.committee(Some(2)), None);
        assert_eq!(service.committee(Some(10)), None);
    }

    #[test]
    fn a_metered_service_has_no_committee() {
        assert_eq!(Verification::Metered.committee(None), None);
        assert_eq!(Verification::Metered.committee(Some(3)), None);
    }

    #[test]
    fn a_scaled_quorum_keeps_the_service_valid() {
        for committee in 1..=MAX_COMMITTEE {
            for quorum in 1..=committee {
                let service = Verification::Redundant { committee, quorum };
                if !service.is_valid() {
                    continue;
                }
                for wanted in committee..=MAX_COMMITTEE {
                    let (committee, quorum) = service.committee(Some(wanted)).unwrap();
                    assert!(Verification::Redundant { committee, quorum }.is_valid());
                }
            }
        }
    }

    #[test]
    fn numbers_that_make_no_sense_give_no_committee() {
        let broken = Verification::Redundant { committee: 0, quorum: 0 };
        assert_eq!(broken.committee(None), None);
    }
}
