//! The ports that the pallet serves: to the other pallets, and to the ranking.

use frame_election_provider_support::ScoreProvider;
use frame_support::traits::Imbalance;
use nes_core::{Balance, MemberConduct, ServiceFault};
use nes_traits::{EndedTask, NodeConduct, NodeRegistry, NodeRewards};

use crate::{
    account::RewardPotOf, node::Record, Config, CreditOf, Event, Node, Nodes, Pallet, Params,
};

impl<T: Config> NodeRegistry<T::AccountId> for Pallet<T> {
    fn stake(node: &T::AccountId) -> Balance {
        let ratio = Self::params().max_delegation_ratio;
        let node = Nodes::<T>::get(node).filter(Node::is_active);
        node.map_or(0, |node| node.effective_stake(ratio))
    }

    fn working_stake(node: &T::AccountId) -> Option<Balance> {
        let Params { max_delegation_ratio, min_self_stake, .. } = Self::params();
        let node = Nodes::<T>::get(node).filter(|node| node.may_work(min_self_stake))?;
        Some(node.effective_stake(max_delegation_ratio))
    }

    fn registration(node: &T::AccountId) -> Option<u32> {
        Nodes::<T>::get(node).map(|node| node.registration)
    }

    fn acts_for(who: &T::AccountId, node: &T::AccountId) -> bool {
        who == node || Nodes::<T>::get(node).is_some_and(|node| node.agent.as_ref() == Some(who))
    }
}

impl<T: Config> NodeRewards<T::AccountId, CreditOf<T>> for Pallet<T> {
    /// Books the commission for the operator and the rest for every active share alike; without
    /// active shares all of it is the operator's. The reward waits in the pot until it is claimed.
    /// The reward of an unknown node, or of one that has earned more than can be counted, comes
    /// back.
    fn reward(node: &T::AccountId, credit: CreditOf<T>) -> Result<(), CreditOf<T>> {
        let amount = credit.peek();
        let Ok(mut record) = Record::<T>::load(node) else { return Err(credit) };
        let Some(commission) = record.earn(amount) else { return Err(credit) };
        RewardPotOf::<T>::put(credit)?;
        // Rewards do not change the stake, so the ranking cannot refuse.
        frame_support::defensive_assert!(record.save().is_ok(), "a reward changed the ranking");
        let node = node.clone();
        Self::deposit_event(Event::Rewarded { node, amount, commission });
        Ok(())
    }
}

impl<T: Config> NodeConduct<T::AccountId> for Pallet<T> {
    /// Counts a task with an in-line input for each member that answered or failed; one that was
    /// overtaken, or is blameless, is left out. Only silence is a failure: another answer than the
    /// agreed one may be the right one. The books of a member change as a whole or not at all.
    fn close_task(task: &EndedTask<T::AccountId>) {
        if !task.inline {
            return;
        }
        for member in &task.members {
            let failed = match member.conduct {
                MemberConduct::Won
                | MemberConduct::Attended
                | MemberConduct::Failed(ServiceFault::WrongAnswer) => false,
                MemberConduct::Failed(ServiceFault::NoCommit | ServiceFault::NoReveal) => true,
                MemberConduct::Overtaken | MemberConduct::Blameless => continue,
            };
            Self::in_no_call(|| Self::count_task(&member.node, failed));
        }
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
        Record::<T>::insert_with_score(who, score);
    }
}
