//! Owner of `ActiveEra`: eras and the validator set, as the session pallet asks for them.
//!
//! An era is a fixed number of sessions. The set for an era's first session is chosen one session
//! ahead and stays for the whole era.

use alloc::vec::Vec;

use frame_election_provider_support::SortedListProvider;
use frame_support::traits::{Get, ValidatorRegistration};
use nes_core::EraIndex;
use nes_traits::OnEraStart;
use pallet_session::historical;
use sp_runtime::{traits::Convert, SaturatedConversion};
use sp_staking::SessionIndex;

use crate::{ActiveEra, Config, Event, Node, Nodes, Pallet, Params};

/// The full identification of a validator for historical sessions, which is empty.
///
/// Every account has it, so that a fault can be proved of a node that has left since.
pub struct IdentificationOf;

impl<AccountId> Convert<AccountId, Option<()>> for IdentificationOf {
    fn convert(_: AccountId) -> Option<()> {
        Some(())
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the era that sessions are in.
    pub fn active_era() -> EraIndex {
        ActiveEra::<T>::get()
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

    /// Starts `era`, and drops the sessions that no stake answers for any more: the stake that left
    /// in the last of them has matured.
    pub(crate) fn start_era(era: EraIndex) {
        ActiveEra::<T>::put(era);
        if let Some(matured) = era.checked_sub(Self::params().unbonding_eras) {
            let first = matured.saturating_add(1).saturating_mul(Self::sessions_per_era());
            historical::Pallet::<T>::prune_up_to(first);
        }
        Self::deposit_event(Event::EraStarted { era });
        T::OnEraStart::on_era_start(era);
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

    fn end_session(_: SessionIndex) {}
}

impl<T: Config> historical::SessionManager<T::AccountId, ()> for Pallet<T> {
    fn new_session(index: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
        <Self as pallet_session::SessionManager<_>>::new_session(index).map(identified)
    }

    fn new_session_genesis(index: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
        <Self as pallet_session::SessionManager<_>>::new_session_genesis(index).map(identified)
    }

    fn start_session(index: SessionIndex) {
        <Self as pallet_session::SessionManager<_>>::start_session(index)
    }

    fn end_session(index: SessionIndex) {
        <Self as pallet_session::SessionManager<_>>::end_session(index)
    }
}

/// Returns `validators`, each with its identification.
fn identified<AccountId>(validators: Vec<AccountId>) -> Vec<(AccountId, ())> {
    validators.into_iter().map(|validator| (validator, ())).collect()
}
