//! An operator's calls about its node: its registration, profile, agent and roles.

use frame_support::{ensure, traits::ValidatorRegistration};
use nes_core::Balance;
use sp_runtime::{DispatchError, DispatchResult, Perbill};

use crate::{
    account::HoldsOf, node::Record, position::Stake, types::meets, Config, Error, Event,
    GenesisNode, HoldReason, Nodes, Pallet, ProfileInput,
};

impl<T: Config> Pallet<T> {
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

        let record = Record::<T>::create(who.clone(), stake, commission)?;
        record.insert_profile(profile, deposit);
        record.save()?;
        Stake::<T>::insert_own(who, stake);
        Self::deposit_event(Event::Registered { node: who.clone(), stake, commission });
        Ok(())
    }

    /// Registers a node of the genesis. Its session keys come later in the genesis and are not
    /// required.
    pub(crate) fn build_node(genesis: &GenesisNode<T::AccountId>) -> DispatchResult {
        let profile = genesis.profile();
        let profile = profile.ok_or(DispatchError::Other("a name or an endpoint is too long"))?;
        Self::do_register(&genesis.operator, profile, Perbill::zero(), genesis.stake)?;
        if genesis.validator {
            let mut record = Record::<T>::load(&genesis.operator)?;
            record.stand();
            record.save()?;
        }
        Ok(())
    }

    pub(crate) fn do_set_profile(who: T::AccountId, profile: ProfileInput) -> DispatchResult {
        ensure!(profile.has_valid_endpoint(), Error::<T>::InvalidEndpoint);
        Record::<T>::replace_profile(&who, profile)?;
        Self::deposit_event(Event::ProfileChanged { node: who });
        Ok(())
    }

    pub(crate) fn do_set_agent(who: T::AccountId, agent: Option<T::AccountId>) -> DispatchResult {
        let exists = |account| frame_system::Pallet::<T>::providers(account) > 0;
        ensure!(agent.as_ref().is_none_or(exists), Error::<T>::AgentDoesNotExist);
        let mut record = Record::<T>::load(&who)?;
        record.set_agent(agent.clone());
        record.save()?;
        Self::deposit_event(Event::AgentChanged { node: who, agent });
        Ok(())
    }

    pub(crate) fn do_validate(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        let node = record.node();
        ensure!(node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!node.validator, Error::<T>::AlreadyValidator);
        ensure!(node.jailed_until.is_none(), Error::<T>::NodeJailed);
        ensure!(!node.is_exhausted(), Error::<T>::NodeExhausted);
        let minimum = Self::params().min_self_stake;
        ensure!(meets(node.self_stake(), minimum), Error::<T>::StakeBelowMinimum);
        ensure!(T::SessionKeys::is_registered(&who), Error::<T>::NoSessionKeys);
        record.stand();
        record.save()
    }

    pub(crate) fn do_chill(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        ensure!(record.node().validator, Error::<T>::NotValidator);
        record.chill();
        record.save()
    }

    pub(crate) fn do_unjail(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        let node = record.node();
        let until = node.jailed_until.ok_or(Error::<T>::NotJailed)?;
        ensure!(until <= Self::active_era(), Error::<T>::StillJailed);
        let minimum = Self::params().min_self_stake;
        ensure!(node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!node.is_exhausted(), Error::<T>::NodeExhausted);
        ensure!(meets(node.self_stake(), minimum), Error::<T>::StakeBelowMinimum);
        record.unjail();
        record.save()
    }
}
