//! A node's row, and the only code that writes it. A write also updates the ranking.

use frame_election_provider_support::SortedListProvider;
use nes_core::Balance;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{Config, Error, Event, Node, Nodes, Pallet, Slash, SlashId};

/// A node, and the stake by which it was ranked when it was read.
pub(crate) struct Record<T: Config> {
    /// The operator's account, which is the node's name.
    pub(crate) who: T::AccountId,
    pub(crate) node: Node<T::AccountId>,
    ranked: Option<Balance>,
}

impl<T: Config> Record<T> {
    /// Creates a node that is not stored yet.
    pub(crate) fn new(who: T::AccountId, node: Node<T::AccountId>) -> Self {
        Self { who, node, ranked: None }
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

    /// Jails the node from now on for the slash `id`.
    pub(crate) fn jail_for(&mut self, id: SlashId) {
        let eras = Pallet::<T>::params().jail_eras;
        if let Some(slash) = self.slash_mut(id) {
            slash.jails_until = Some(Pallet::<T>::active_era().saturating_add(eras));
        }
        self.update_jail();
    }

    /// Ends the node's jail.
    pub(crate) fn release(&mut self) {
        self.node.slashes.iter_mut().for_each(|slash| slash.jails_until = None);
        self.update_jail();
    }

    /// Jails the node for as long as its slashes ask for.
    pub(crate) fn update_jail(&mut self) {
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

    pub(crate) fn slash_mut(&mut self, id: SlashId) -> Option<&mut Slash> {
        self.node.slashes.iter_mut().find(|slash| slash.id == id)
    }
}
