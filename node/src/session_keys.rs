//! The comparison of a keystore with the chain: do they agree on a validator's session keys?

use nes_core::AccountId;
use nes_runtime_api::{SessionKey, ValidatorStatus};
use sp_core::crypto::KeyTypeId;

/// The keys that the chain names and a keystore holds.
pub(crate) struct Holding {
    /// The keys of the keystore, among all that the status names.
    held: Vec<SessionKey>,
}

impl Holding {
    /// A keystore that holds these of the keys.
    pub(crate) fn of(held: impl IntoIterator<Item = SessionKey>) -> Self {
        Self { held: held.into_iter().collect() }
    }

    /// Returns true if the keystore holds this key.
    pub(crate) fn has(&self, key: &SessionKey) -> bool {
        self.held.contains(key)
    }

    fn lacks(&self, keys: &Option<Vec<SessionKey>>) -> Vec<KeyTypeId> {
        let keys = keys.iter().flatten();
        keys.filter(|key| !self.has(key)).map(|key| key.kind).collect()
    }
}

/// Returns every key that a status names.
pub(crate) fn named(status: &ValidatorStatus) -> impl Iterator<Item = &SessionKey> {
    [&status.registered, &status.queued, &status.current].into_iter().flatten().flatten()
}

/// The result of the comparison.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// The account has registered none.
    Unregistered,
    /// The keystore holds none of those that are registered.
    Absent,
    /// The keystore lacks these of those that are registered.
    Incomplete(Vec<KeyTypeId>),
    /// A set runs with older keys, of which the keystore lacks these, until a session begins.
    OlderGone(Vec<KeyTypeId>, u32),
    /// The keystore holds what it should; a set runs with older keys until a session begins.
    Rotating(u32),
    /// The keystore holds what it should.
    Agree,
}

impl Comparison {
    /// Compares a keystore with the chain.
    pub(crate) fn of(status: &ValidatorStatus, holding: &Holding) -> Self {
        let Some(registered) = &status.registered else {
            return Self::Unregistered;
        };
        let lacks = holding.lacks(&status.registered);
        if lacks.len() == registered.len() {
            return Self::Absent;
        }
        if !lacks.is_empty() {
            return Self::Incomplete(lacks);
        }
        let Some(session) = status.older_until() else {
            return Self::Agree;
        };
        let older = [&status.current, &status.queued].map(|keys| holding.lacks(keys));
        match older.into_iter().find(|lacks| !lacks.is_empty()) {
            Some(lacks) => Self::OlderGone(lacks, session),
            None => Self::Rotating(session),
        }
    }

    /// Returns true if the keystore holds every key that it should.
    pub(crate) fn agrees(&self) -> bool {
        matches!(self, Self::Agree | Self::Rotating(_))
    }

    /// Returns true if the keystore holds the registered keys, whatever the set runs with.
    pub(crate) fn holds_registered(&self) -> bool {
        matches!(self, Self::Agree | Self::Rotating(_) | Self::OlderGone(..))
    }

    /// Returns the state of the keys of `account`, and what to do, as a sentence.
    pub(crate) fn sentence(&self, account: &AccountId) -> String {
        match self {
            Self::Unregistered => format!(
                "no session keys are registered for {account}: make them with `nes-node validator \
                 setup --account {account}`."
            ),
            Self::Absent => format!(
                "the keystore holds none of the session keys that are registered for {account}: \
                 start the node that has them, or replace them with `nes-node validator rotate \
                 --account {account}`."
            ),
            Self::Incomplete(lacks) => format!(
                "the keystore lacks {} of the session keys that are registered for {account}: put \
                 back what is missing with `nes-node key insert`, or replace them all with \
                 `nes-node validator rotate --account {account}`.",
                list(lacks)
            ),
            Self::OlderGone(lacks, session) => format!(
                "until session {session} begins, the validator set runs with older keys of \
                 {account}, of which the keystore lacks {}: leave the node that has them running \
                 until then. Only if there is none, put them back with `nes-node key insert`.",
                list(lacks)
            ),
            Self::Rotating(session) => format!(
                "the session keys of {account} agree; the validator set runs with older ones until \
                 session {session} begins, so leave those in the keystore until then."
            ),
            Self::Agree => format!("the session keys of {account} agree."),
        }
    }
}

/// Returns kinds of keys for a sentence.
fn list(kinds: &[KeyTypeId]) -> String {
    kinds.iter().map(|kind| name(*kind)).collect::<Vec<_>>().join(", ")
}

/// Returns the name of a kind of key: four letters.
pub(crate) fn name(kind: KeyTypeId) -> String {
    String::from_utf8_lossy(&kind.0).into_owned()
}
