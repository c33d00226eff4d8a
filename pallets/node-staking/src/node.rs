//! Owner of `Nodes`, `Profiles`, `NextRegistration` and the ranking.

use frame_election_provider_support::SortedListProvider;
use frame_support::ensure;
use nes_core::{Balance, EraIndex};
use nes_ledger::UNITS;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, Perbill};

use crate::{
    account::RewardPotOf, Config, Error, Event, NextCommission, NextRegistration, Node, NodeStatus,
    Nodes, Pallet, Profile, ProfileInput, Profiles, Slash, SlashId, SlashState,
};

/// A node, and the stake by which it was ranked when it was read. Saving it updates the ranking.
pub(crate) struct Record<T: Config> {
    /// The operator's account, which is the node's name.
    who: T::AccountId,
    node: Node<T::AccountId>,
    ranked: Option<Balance>,
}

/// The row of a node.
impl<T: Config> Record<T> {
    /// Creates a node with the operator's `stake`, which is not stored yet.
    pub(crate) fn create(
        who: T::AccountId,
        stake: Balance,
        commission: Perbill,
    ) -> Result<Self, ArithmeticError> {
        let registration = NextRegistration::<T>::get();
        NextRegistration::<T>::put(registration.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        Ok(Self { who, node: Node::new(registration, stake, commission), ranked: None })
    }

    /// Loads the node of the operator `who`.
    pub(crate) fn load(who: &T::AccountId) -> Result<Self, DispatchError> {
        let node = Nodes::<T>::get(who).ok_or(Error::<T>::NotRegistered)?;
        Ok(Self { who: who.clone(), ranked: node.score(), node })
    }

    /// Writes the row and ranks the node by its present state.
    pub(crate) fn save(self) -> DispatchResult {
        let Self { who, node, ranked } = self;
        let change = match (ranked, node.score()) {
            (None, Some(score)) => T::ValidatorList::on_insert(who.clone(), score),
            (Some(_), None) => T::ValidatorList::on_remove(&who),
            (Some(old), Some(score)) if old != score => T::ValidatorList::on_update(&who, score),
            _ => Ok(()),
        };
        Nodes::<T>::insert(who, node);
        Ok(change.map_err(|_| Error::<T>::RankingUnavailable)?)
    }

    /// Removes the row of a node without any stake, and its profile; returns the profile.
    pub(crate) fn remove(self) -> Option<Profile> {
        Nodes::<T>::remove(&self.who);
        Profiles::<T>::take(&self.who)
    }

    /// Writes the profile of a new node, with `deposit` on hold for it.
    pub(crate) fn insert_profile(&self, profile: ProfileInput, deposit: Balance) {
        Profiles::<T>::insert(&self.who, profile.with_deposit(deposit));
    }

    /// Replaces the profile of the node of `who`; its deposit stays.
    pub(crate) fn replace_profile(who: &T::AccountId, profile: ProfileInput) -> DispatchResult {
        let deposit = Profiles::<T>::get(who).ok_or(Error::<T>::NotRegistered)?.deposit;
        Profiles::<T>::insert(who, profile.with_deposit(deposit));
        Ok(())
    }

    /// Writes the row of a node with the `score` without ranking it.
    #[cfg(feature = "runtime-benchmarks")]
    pub(crate) fn insert_with_score(who: &T::AccountId, score: Balance) {
        let record = Self::create(who.clone(), score, Perbill::zero());
        let mut record = record.expect("numbers are left");
        record.node.validator = true;
        Nodes::<T>::insert(who, record.node);
    }

    /// Returns the operator's account.
    pub(crate) fn who(&self) -> &T::AccountId {
        &self.who
    }

    /// Returns the node in its present state.
    pub(crate) fn node(&self) -> &Node<T::AccountId> {
        &self.node
    }

    /// Returns the first era in which stake that starts to unbond now can be withdrawn. A validator
    /// of the set, or of the next one, can sign until the end of the next era, so its stake unlocks
    /// an era later.
    pub(crate) fn unlock_era(&self) -> Result<EraIndex, DispatchError> {
        let eras = Pallet::<T>::params().unbonding_eras;
        let eras = eras.saturating_add(Pallet::<T>::may_sign(&self.who).into());
        Ok(Pallet::<T>::active_era().checked_add(eras).ok_or(ArithmeticError::Overflow)?)
    }
}

/// The operator's decisions.
impl<T: Config> Record<T> {
    /// Names the node's agent, or dismisses it.
    pub(crate) fn set_agent(&mut self, agent: Option<T::AccountId>) {
        self.node.agent = agent;
    }

    /// Replaces the commission at once.
    pub(crate) fn set_commission(&mut self, commission: Perbill) {
        self.node.commission = commission;
        self.node.next_commission = None;
    }

    /// Announces another commission; the current one applies until then.
    pub(crate) fn announce_commission(&mut self, next: NextCommission) {
        self.node.commission = self.node.commission_at(Pallet::<T>::active_era());
        self.node.next_commission = Some(next);
    }

    /// Gives the node the validator role.
    pub(crate) fn stand(&mut self) {
        self.node.validator = true;
        let (node, stake) = (self.who.clone(), self.node.stake());
        Pallet::<T>::deposit_event(Event::CandidacyDeclared { node, stake });
    }

    /// Takes the validator role from the node, if it has it.
    pub(crate) fn chill(&mut self) {
        if core::mem::take(&mut self.node.validator) {
            Pallet::<T>::deposit_event(Event::Chilled { node: self.who.clone() });
        }
    }

    /// Ends the node's work: it is no candidate any more, and all stake behind it unlocks in
    /// `unlock_era`.
    pub(crate) fn leave(&mut self, unlock_era: EraIndex) {
        self.chill();
        self.node.status = NodeStatus::Leaving { unlock_era };
    }
}

/// The shares of its positions, which change with them.
impl<T: Config> Record<T> {
    /// Adds active shares, to the operator's part too if they are its `own`.
    pub(crate) fn add_shares(&mut self, shares: Balance, own: bool) -> DispatchResult {
        increase(&mut self.node.shares, shares)?;
        increase(&mut self.node.self_shares, if own { shares } else { 0 })
    }

    /// Takes active shares, from the operator's part too if they are its `own`.
    pub(crate) fn take_shares(&mut self, shares: Balance, own: bool) -> DispatchResult {
        decrease(&mut self.node.shares, shares)?;
        decrease(&mut self.node.self_shares, if own { shares } else { 0 })
    }

    /// Adds unbonding shares.
    pub(crate) fn add_unbonding(&mut self, shares: Balance) -> DispatchResult {
        increase(&mut self.node.unbonding_shares, shares)
    }

    /// Takes unbonding shares.
    pub(crate) fn take_unbonding(&mut self, shares: Balance) -> DispatchResult {
        decrease(&mut self.node.unbonding_shares, shares)
    }
}

/// The earnings.
impl<T: Config> Record<T> {
    /// Books the commission of a reward for the operator and the rest for every active share alike;
    /// without active shares all of it is the operator's. Returns the commission; `None` if the
    /// node has earned more than can be counted.
    pub(crate) fn earn(&mut self, amount: Balance) -> Option<Balance> {
        let row = &mut self.node;
        let commission = row.commission_at(Pallet::<T>::active_era()).mul_floor(amount);
        let commission = if row.shares == 0 { amount } else { commission };
        let rest = amount.checked_sub(commission)?;
        if rest > 0 {
            let accumulator = row.accumulator().add(rest, row.shares)?;
            row.reward_per_share = accumulator.per_share;
            row.reward_carry = accumulator.carry;
        }
        row.commission_accrued = row.commission_accrued.checked_add(commission)?;
        Some(commission)
    }

    /// Carries the part of a planck that a position leaves behind, in 10⁻¹⁸ planck, to the next
    /// reward.
    pub(crate) fn carry(&mut self, fraction: u64) -> DispatchResult {
        increase(&mut self.node.reward_carry, fraction.into())
    }

    /// Returns the whole planck of the earnings that are carried.
    pub(crate) fn carried(&self) -> Balance {
        self.node.reward_carry.checked_div(UNITS).unwrap_or(0)
    }

    /// Pays the operator the commission that waits; returns its amount.
    pub(crate) fn pay_commission(&mut self) -> Result<Balance, DispatchError> {
        let amount = core::mem::take(&mut self.node.commission_accrued);
        RewardPotOf::<T>::pay(&self.who, amount)?;
        Ok(amount)
    }
}

/// The slashes, and the jail that comes with them.
impl<T: Config> Record<T> {
    /// Adds a slash to the list, which must have room.
    pub(crate) fn push_slash(&mut self, slash: Slash) -> DispatchResult {
        ensure!(self.node.slashes.try_push(slash).is_ok(), Error::<T>::TooManySlashes);
        Ok(())
    }

    /// Gives the slash `id` another fraction.
    pub(crate) fn resize_slash(&mut self, id: SlashId, fraction: Perbill) {
        if let Some(slash) = self.slash_mut(id) {
            slash.fraction = fraction;
        }
    }

    /// Makes the slash `id` final.
    pub(crate) fn finish_slash(&mut self, id: SlashId) {
        if let Some(slash) = self.slash_mut(id) {
            slash.state = SlashState::Executed;
        }
    }

    /// Removes the effect of the slash `id`, and the jail that came with it; returns the slash as it
    /// was.
    pub(crate) fn drop_slash(&mut self, id: SlashId) -> Option<Slash> {
        let dropped = self.node.slashes.iter().find(|slash| slash.id == id).copied();
        self.node.slashes.retain(|slash| slash.id != id || slash.is_equivocation());
        if let Some(slash) = self.slash_mut(id) {
            slash.state = SlashState::Cancelled;
            slash.jails_until = None;
        }
        self.update_jail();
        dropped
    }

    /// Jails the node from now on for the slash `id`.
    pub(crate) fn jail_for(&mut self, id: SlashId) {
        let eras = Pallet::<T>::params().jail_eras;
        if let Some(slash) = self.slash_mut(id) {
            slash.jails_until = Some(Pallet::<T>::active_era().saturating_add(eras));
        }
        self.update_jail();
    }

    /// Ends the node's jail.
    pub(crate) fn unjail(&mut self) {
        self.node.slashes.iter_mut().for_each(|slash| slash.jails_until = None);
        self.update_jail();
    }

    /// Jails the node for as long as its slashes ask for.
    fn update_jail(&mut self) {
        let until = self.node.jail();
        let before = core::mem::replace(&mut self.node.jailed_until, until);
        let node = self.who.clone();
        match (before, until) {
            (_, Some(until)) if before != Some(until) => {
                Pallet::<T>::deposit_event(Event::Jailed { node, until });
            }
            (Some(_), None) => Pallet::<T>::deposit_event(Event::Unjailed { node }),
            _ => (),
        }
    }

    fn slash_mut(&mut self, id: SlashId) -> Option<&mut Slash> {
        self.node.slashes.iter_mut().find(|slash| slash.id == id)
    }
}

fn increase(sum: &mut Balance, by: Balance) -> DispatchResult {
    *sum = sum.checked_add(by).ok_or(ArithmeticError::Overflow)?;
    Ok(())
}

fn decrease(sum: &mut Balance, by: Balance) -> DispatchResult {
    *sum = sum.checked_sub(by).ok_or(ArithmeticError::Underflow)?;
    Ok(())
}
