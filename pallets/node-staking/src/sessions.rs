//! Owner of `ActiveEra`: eras and the validator set, as the session pallet asks for them.
//!
//! An era is a fixed number of sessions. The set for an era's first session is chosen one session
//! ahead and stays for the whole era.

use alloc::vec::Vec;

use frame_election_provider_support::{ScoreProvider, SortedListProvider};
use frame_support::traits::{Get, ValidatorRegistration};
use nes_core::EraIndex;
use nes_traits::{BlockCount, OnEraStart, SessionHistory};
use sp_runtime::{DispatchResult, SaturatedConversion};
use sp_staking::SessionIndex;

use crate::{node::Record, ActiveEra, Config, Event, Node, Nodes, Pallet, Params};

/// The blocks of an era for each seat of the validator set below which nobody counts as absent.
const BLOCKS_PER_SEAT: u32 = 10;

/// The seats of the validator set for each validator that can count as absent in an era.
const SEATS_PER_ABSENT: usize = 10;

impl<T: Config> Pallet<T> {
    /// Returns the era that sessions are in.
    pub fn active_era() -> EraIndex {
        ActiveEra::<T>::get()
    }

    /// Returns true if `who` is in the validator set, or in the one of the next session.
    pub(crate) fn may_sign(who: &T::AccountId) -> bool {
        pallet_session::Validators::<T>::get().contains(who)
            || pallet_session::QueuedKeys::<T>::get().iter().any(|(next, _)| next == who)
    }

    /// Returns the era of session `index`.
    pub(crate) fn era_of_session(index: SessionIndex) -> EraIndex {
        index.checked_div(Self::sessions_per_era()).unwrap_or(0)
    }

    /// Returns the number of sessions in an era; never zero.
    pub(crate) fn sessions_per_era() -> u32 {
        T::EpochsPerEra::get().max(1)
    }

    /// Chooses the set for an era that starts with session `index`; returns `None` if the old one
    /// stays.
    pub(crate) fn choose_validators(index: SessionIndex) -> Option<Vec<T::AccountId>> {
        let params = Self::params();
        let chosen = Self::candidates(&params, |who, node| {
            node.may_work(params.min_self_stake) && T::SessionKeys::is_registered(who)
        });
        let count = chosen.len().saturated_into();
        if count < params.minimum_validators {
            log::warn!(target: "runtime::node-staking", "{count} candidates: validators stay");
            Self::deposit_event(Event::ValidatorSetKept { session: index, candidates: count });
            return None;
        }
        Self::deposit_event(Event::ValidatorSetChosen { session: index, validators: count });
        Some(chosen)
    }

    /// Returns the `validator_count` nodes with the most stake that counts, of those that are `fit`
    /// among the first of the ranking, which are twice that number at most.
    fn candidates(
        params: &Params,
        fit: impl Fn(&T::AccountId, &Node<T::AccountId>) -> bool,
    ) -> Vec<T::AccountId> {
        let count: usize = params.validator_count.saturated_into();
        let first = T::ValidatorList::iter().take(count.saturating_mul(2));
        let mut fit: Vec<_> = first
            .filter_map(|who| {
                let node = Nodes::<T>::get(&who).filter(|node| fit(&who, node))?;
                Some((who, node.effective_stake(params.max_delegation_ratio)))
            })
            .collect();
        // The sort is stable, so that the ranking decides between equals.
        fit.sort_by_key(|(_, stake)| core::cmp::Reverse(*stake));
        fit.into_iter().map(|(who, _)| who).take(count).collect()
    }

    /// Starts `era`, and drops the sessions that no stake answers for any more: what left in the last
    /// of them has matured, an era later than usual because the node was in the set.
    pub(crate) fn start_era(era: EraIndex) {
        ActiveEra::<T>::put(era);
        if let Some(oldest) = era.checked_sub(Self::params().unbonding_eras) {
            T::SessionHistory::forget_before(oldest.saturating_mul(Self::sessions_per_era()));
        }
        Self::deposit_event(Event::EraStarted { era });
        T::OnEraStart::on_era_start(era);
    }

    /// Chills validators of the set that made no block in the era that ends, unless the chain had
    /// too few blocks to tell; never so many that an outage hands the set to a few.
    pub(crate) fn chill_absent(era: EraIndex) {
        let validators = pallet_session::Validators::<T>::get();
        let (blocks, seats) = (T::BlockCount::blocks(), validators.len().saturated_into::<u32>());
        let slots = T::EpochSlots::get().saturating_mul(Self::sessions_per_era().into());
        let many = blocks >= seats.saturating_mul(BLOCKS_PER_SEAT);
        if !many || u64::from(blocks).saturating_mul(2) < slots {
            return;
        }
        Self::chill_those_without_blocks(&validators, era);
    }

    /// Chills those of the `validators`, the first of which have the most stake, that made no block
    /// in `era` although they were allowed to, a tenth of them at most but always one.
    pub(crate) fn chill_those_without_blocks(validators: &[T::AccountId], era: EraIndex) {
        let most = validators.len().checked_div(SEATS_PER_ABSENT).unwrap_or(0).max(1);
        let disabled = pallet_session::Pallet::<T>::disabled_validators();
        let is_enabled = |seat: usize| !disabled.contains(&seat.saturated_into());
        let made_none = |who: &&T::AccountId| T::BlockCount::blocks_of(who) == 0;
        let is_candidate = |who: &&T::AccountId| Self::score(who).is_some();
        let seats = validators.iter().enumerate().rev();
        let enabled = seats.filter_map(|(seat, who)| is_enabled(seat).then_some(who));
        let absent = enabled.filter(made_none).filter(is_candidate);
        for who in absent.take(most) {
            Self::in_no_call(|| Self::chill_absent_node(who, era));
        }
    }

    fn chill_absent_node(who: &T::AccountId, era: EraIndex) -> DispatchResult {
        let mut record = Record::<T>::load(who)?;
        Self::deposit_event(Event::WasAbsent { node: who.clone(), era });
        record.chill();
        record.save()
    }

    /// Returns the era that begins with session `index`, if one does.
    fn era_beginning_with(index: SessionIndex) -> Option<EraIndex> {
        let length = Self::sessions_per_era();
        index.is_multiple_of(length).then(|| index.checked_div(length)).flatten()
    }
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
    fn new_session(index: SessionIndex) -> Option<Vec<T::AccountId>> {
        Self::era_beginning_with(index)?;
        Self::choose_validators(index)
    }

    /// Returns the best candidates with keys as the set of the genesis, whatever their number.
    /// Without any, the session pallet falls back to the accounts of its own genesis.
    fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
        let chosen = Self::candidates(&Self::params(), |who, _| T::SessionKeys::is_registered(who));
        (!chosen.is_empty()).then_some(chosen)
    }

    fn start_session(index: SessionIndex) {
        if let Some(era) = Self::era_beginning_with(index) {
            Self::start_era(era);
        }
    }

    fn end_session(index: SessionIndex) {
        if Self::era_beginning_with(index.saturating_add(1)).is_some() {
            Self::chill_absent(Self::active_era());
        }
    }
}
