//! The decisions of an operator about its node.

use frame_support::{ensure, traits::Get};
use nes_core::{Balance, EraIndex};
use sp_runtime::{DispatchResult, Perbill};

use crate::{
    holds::HoldsOf, record::Record, ActiveEra, Config, Error, Event, HoldReason, Node, Nodes,
    Pallet, Position, Positions, ProfileInput, Profiles,
};

impl<T: Config> Pallet<T> {
    /// Returns the era that sessions are in.
    pub fn active_era() -> EraIndex {
        ActiveEra::<T>::get()
    }

    pub(crate) fn do_register(
        who: &T::AccountId,
        profile: ProfileInput,
        commission: Perbill,
        stake: Balance,
    ) -> DispatchResult {
        let params = Self::params();
        ensure!(!Nodes::<T>::contains_key(who), Error::<T>::AlreadyRegistered);
        ensure!(commission <= params.max_commission, Error::<T>::CommissionAboveMaximum);
        ensure!(stake >= params.min_self_stake, Error::<T>::StakeBelowMinimum);
        ensure!(profile.has_valid_endpoint(), Error::<T>::InvalidEndpoint);

        let deposit = params.profile_deposit;
        HoldsOf::<T>::hold(HoldReason::Stake, who, stake)?;
        HoldsOf::<T>::hold(HoldReason::Profile, who, deposit)?;

        Record::<T>::new(who.clone(), Node::new(stake, commission)).save()?;
        Positions::<T>::insert(who, who, Position::new(stake));
        Profiles::<T>::insert(who, profile.with_deposit(deposit));
        Self::deposit_event(Event::Registered { node: who.clone(), stake, commission });
        Ok(())
    }

    pub(crate) fn do_set_profile(who: T::AccountId, profile: ProfileInput) -> DispatchResult {
        ensure!(profile.has_valid_endpoint(), Error::<T>::InvalidEndpoint);
        let deposit = Profiles::<T>::get(&who).ok_or(Error::<T>::NotRegistered)?.deposit;
        Profiles::<T>::insert(&who, profile.with_deposit(deposit));
        Self::deposit_event(Event::ProfileChanged { node: who });
        Ok(())
    }

    pub(crate) fn do_set_agent(who: T::AccountId, agent: Option<T::AccountId>) -> DispatchResult {
        let exists = |account| frame_system::Pallet::<T>::providers(account) > 0;
        ensure!(agent.as_ref().is_none_or(exists), Error::<T>::AgentDoesNotExist);
        let mut record = Record::<T>::load(&who)?;
        record.node.agent = agent.clone();
        record.save()?;
        Self::deposit_event(Event::AgentChanged { node: who, agent });
        Ok(())
    }

    pub(crate) fn do_unjail(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        let until = record.node.jailed_until.ok_or(Error::<T>::NotJailed)?;
        ensure!(until <= Self::active_era(), Error::<T>::StillJailed);
        let minimum = Self::params().min_self_stake;
        ensure!(record.node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!record.node.is_exhausted(), Error::<T>::NodeExhausted);
        ensure!(record.node.self_stake() >= minimum, Error::<T>::StakeBelowMinimum);
        record.release();
        record.save()
    }

    /// Returns the number of sessions in an era; never zero.
    pub(crate) fn sessions_per_era() -> u32 {
        T::EpochsPerEra::get().max(1)
    }
}
