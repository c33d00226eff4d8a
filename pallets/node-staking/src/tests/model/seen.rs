//! Consequences of commands, which a sequence must reach.

/// The numbers of consequences that no command's success shows.
#[derive(Clone, Default, Debug)]
pub(crate) struct Seen {
    pub slashes: u32,
    pub service_slashes: u32,
    pub service_jails: u32,
    pub faults_of_both_kinds: u32,
    pub lost_disputes: u32,
    pub dispute_jails: u32,
    pub beyond_the_cap: u32,
    pub beyond_for_others: u32,
    pub awarded: u32,
    pub awards_cut: u32,
    pub slashes_that_grew: u32,
    pub differences: u32,
    pub executed: u32,
    pub executed_with_a_loss: u32,
    pub executed_after_an_appeal: u32,
    pub executed_without_the_node: u32,
    pub cancelled_after_an_appeal: u32,
    pub cancelled_without_the_node: u32,
    pub reporters_paid: u32,
    pub reporters_capped: u32,
    pub appeals_of_delegators: u32,
    pub topped_up: u32,
    pub absent: u32,
    pub left_in_the_set: u32,
    pub slashed_when_leaving: u32,
    pub restaked: u32,
    pub exhausted: u32,
    pub gone: u32,
    pub worthless_withdrawn: u32,
    pub moves: Moves,
}

/// The same of redelegations.
#[derive(Clone, Default, Debug)]
pub(crate) struct Moves {
    pub under_a_pending_slash: u32,
    pub away_from_a_leaving_node: u32,
    pub beside_other_arrivals: u32,
    pub joined: u32,
    pub short_of_a_planck: u32,
    pub slashed_after: u32,
    pub slashed_before: u32,
    pub cancelled: u32,
    pub losses_by_both: u32,
    pub more_lost_than_left: u32,
    pub lost_of_entries: u32,
    pub ended: u32,
    pub ended_with_the_position: u32,
    pub gone_with_an_arrival: u32,
    pub late_entries: u32,
    pub rebonded: u32,
    pub restaked: u32,
    pub withdrawn: u32,
}
