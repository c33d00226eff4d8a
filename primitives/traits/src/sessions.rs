//! The sessions in which equivocations can be proved.

/// The record of the keys that validators signed with, session by session.
pub trait SessionHistory {
    /// Forgets the keys of the sessions before `first`, so that no equivocation in them can be
    /// proved any more.
    fn forget_before(first: u32);
}

impl SessionHistory for () {
    fn forget_before(_: u32) {}
}
