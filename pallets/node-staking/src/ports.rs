//! The ports that the pallet serves: to the other pallets, and to the ranking.

use frame_election_provider_support::ScoreProvider;
use frame_support::{traits::Imbalance, weights::Weight};
use nes_core::{Balance, MemberConduct};
use nes_traits::{EndedTask, LostDispute, NodeConduct, NodeRegistry, NodeRewards, StakeAtRisk};
use sp_runtime::Perbill;

use crate::{
    account::RewardPotOf, node::Record, Config, CreditOf, Event, Node, Nodes, Pallet, Params,
    WeightInfo,
};

impl<T: Config> NodeRegistry<T::AccountId> for Pallet<T> {
    fn stake(node: &T::AccountId) -> Balance {
        let ratio = Self::params().max_delegation_ratio;
        let node = Nodes::<T>::get(node).filter(Node::is_active);
        node.map_or(0, |node| node.effective_stake(ratio))
    }

    /// Returns the stake in the same way, also of no node that has lost a dispute in this era.
    fn working_stake(node: &T::AccountId) -> Option<Balance> {
        let Params { max_delegation_ratio, min_self_stake, .. } = Self::params();
        let node = Nodes::<T>::get(node).filter(|node| node.may_work(min_self_stake))?;
        let lost = node.has_lost_dispute(Self::active_era());
        (!lost).then(|| node.effective_stake(max_delegation_ratio))
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
    /// Counts a task in which answers could cost stake, for each member that answered or failed; one
    /// that was overtaken, or is blameless, is left out. Silence is a failure, and so is another
    /// answer than the agreed one; not the answer that was slashed apart, because a second committee
    /// contradicted it. The books of a member change as a whole or not at all.
    fn close_task(task: &EndedTask<T::AccountId>) {
        if !task.slashable {
            return;
        }
        for member in &task.members {
            let failed = match member.conduct {
                MemberConduct::Won | MemberConduct::Attended => false,
                MemberConduct::Failed(_) => !member.lost,
                MemberConduct::Overtaken | MemberConduct::Blameless => continue,
            };
            Self::in_no_call(|| Self::count(&member.node, |era| era.count_task(failed)));
        }
    }
}

impl<T: Config> StakeAtRisk<T::AccountId> for Pallet<T> {
    fn fraction() -> Perbill {
        Self::params().lost_dispute
    }

    fn second_fraction() -> Perbill {
        Self::params().wrong_second
    }

    /// Returns the value of the node's active shares. Those of a node that is leaving are out of
    /// reach when they have matured.
    fn at_risk(node: &T::AccountId) -> Balance {
        let now = Self::active_era();
        let reached = |node: &Node<_>| node.unlock_era().is_none_or(|unlock| now < unlock);
        Nodes::<T>::get(node).filter(reached).map_or(0, |node| node.stake())
    }

    fn most_for_others(fraction: Perbill) -> Balance {
        Self::most_for_others(fraction)
    }

    fn min_self_stake() -> Balance {
        Self::params().min_self_stake
    }

    fn lose(lost: LostDispute<T::AccountId>) {
        Self::in_no_call(|| Self::lose_dispute(lost));
    }

    fn count_duty(node: &T::AccountId, missed: bool) {
        Self::in_no_call(|| Self::count(node, |era| era.count_duty(missed)));
    }

    fn lose_weight() -> Weight {
        <T as Config>::WeightInfo::lose()
    }

    fn count_weight() -> Weight {
        <T as Config>::WeightInfo::count_duty()
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
