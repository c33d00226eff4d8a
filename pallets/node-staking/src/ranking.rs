//! The candidates for the validator set, ranked by stake.

use frame_election_provider_support::ScoreProvider;
use frame_support::{ensure, traits::ValidatorRegistration};
use nes_core::Balance;
use sp_runtime::DispatchResult;

use crate::{record::Record, Config, Error, Nodes, Pallet};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_validate(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        let node = &record.node;
        ensure!(node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!node.validator, Error::<T>::AlreadyValidator);
        ensure!(node.jailed_until.is_none(), Error::<T>::NodeJailed);
        ensure!(!node.is_exhausted(), Error::<T>::NodeExhausted);
        let minimum = Self::params().min_self_stake;
        ensure!(node.self_stake() >= minimum, Error::<T>::StakeBelowMinimum);
        ensure!(T::SessionKeys::is_registered(&who), Error::<T>::NoSessionKeys);
        record.stand();
        record.save()
    }

    pub(crate) fn do_chill(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        ensure!(record.node.validator, Error::<T>::NotValidator);
        record.chill();
        record.save()
    }
}

/// The score is the stake of an active, free node with the validator role; no other node is ranked.
impl<T: Config> ScoreProvider<T::AccountId> for Pallet<T> {
    type Score = Balance;

    fn score(who: &T::AccountId) -> Option<Balance> {
        Nodes::<T>::get(who)?.score()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn set_score_of(who: &T::AccountId, score: Balance) {
        let mut node = crate::Node::new(score, Default::default());
        node.validator = true;
        Nodes::<T>::insert(who, node);
    }
}
