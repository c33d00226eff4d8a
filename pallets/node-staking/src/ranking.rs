//! The candidates for the validator set, ranked by stake.

use frame_election_provider_support::{ScoreProvider, SortedListProvider};
use frame_support::{ensure, traits::ValidatorRegistration};
use nes_core::Balance;
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, Node, Nodes, Pallet};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_validate(who: T::AccountId) -> DispatchResult {
        let mut node = Self::node(&who)?;
        ensure!(node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!node.validator, Error::<T>::AlreadyValidator);
        ensure!(Self::has_minimum(&who), Error::<T>::StakeBelowMinimum);
        ensure!(T::SessionKeys::is_registered(&who), Error::<T>::NoSessionKeys);
        Self::rank(&who, &mut node)?;
        Nodes::<T>::insert(who, node);
        Ok(())
    }

    pub(crate) fn do_chill(who: T::AccountId) -> DispatchResult {
        let mut node = Self::node(&who)?;
        ensure!(node.validator, Error::<T>::NotValidator);
        Self::unrank(&who, &mut node)?;
        Nodes::<T>::insert(who, node);
        Ok(())
    }

    /// Gives `node` the validator role; the caller stores it.
    pub(crate) fn rank(who: &T::AccountId, node: &mut Node<T::AccountId>) -> DispatchResult {
        node.validator = true;
        let stake = node.shares;
        T::ValidatorList::on_insert(who.clone(), stake)
            .map_err(|_| Error::<T>::RankingUnavailable)?;
        Self::deposit_event(Event::CandidacyDeclared { node: who.clone(), stake });
        Ok(())
    }

    /// Takes the validator role from `node`; the caller stores it.
    pub(crate) fn unrank(who: &T::AccountId, node: &mut Node<T::AccountId>) -> DispatchResult {
        node.validator = false;
        T::ValidatorList::on_remove(who).map_err(|_| Error::<T>::RankingUnavailable)?;
        Self::deposit_event(Event::Chilled { node: who.clone() });
        Ok(())
    }

    /// Whether the operator's own stake meets the minimum.
    pub(crate) fn has_minimum(node: &T::AccountId) -> bool {
        Self::self_stake(node) >= Self::params().min_self_stake
    }
}

/// The stake of an active node with the validator role; nobody else is ranked.
impl<T: Config> ScoreProvider<T::AccountId> for Pallet<T> {
    type Score = Balance;

    fn score(who: &T::AccountId) -> Option<Balance> {
        Nodes::<T>::get(who)
            .filter(|node| node.validator && node.is_active())
            .map(|node| node.shares)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn set_score_of(who: &T::AccountId, score: Balance) {
        let mut node = Node::new(score, Default::default());
        node.validator = true;
        Nodes::<T>::insert(who, node);
    }
}
