//! A node's row, and the one place that writes it: the ranking follows by itself.

use frame_election_provider_support::SortedListProvider;
use nes_core::{Balance, EraIndex};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{Config, Error, Event, Jail, Node, Nodes, Pallet, SlashId};

/// A node, and how it was ranked when it was read.
pub(crate) struct Record<T: Config> {
    /// The operator's account, which is the node's name.
    pub(crate) who: T::AccountId,
    /// The row.
    pub(crate) node: Node<T::AccountId>,
    ranked: Option<Balance>,
}

impl<T: Config> Record<T> {
    /// A node that is not stored yet.
    pub(crate) fn new(who: T::AccountId, node: Node<T::AccountId>) -> Self {
        Self { who, node, ranked: None }
    }

    /// The node of the operator `who`.
    pub(crate) fn load(who: &T::AccountId) -> Result<Self, DispatchError> {
        let node = Nodes::<T>::get(who).ok_or(Error::<T>::NotRegistered)?;
        Ok(Self { who: who.clone(), ranked: node.score(), node })
    }

    /// Writes the row and ranks the node as it is now.
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

    /// Jails the node until `until` at least, for `slash` if there is one.
    pub(crate) fn jail(&mut self, until: EraIndex, slash: Option<SlashId>) {
        let until = self.node.jail.map_or(until, |jail| jail.until.max(until));
        self.node.jail = Some(Jail { until, slash });
        Pallet::<T>::deposit_event(Event::Jailed { node: self.who.clone(), until });
    }

    /// Ends the node's jail.
    pub(crate) fn release(&mut self) {
        self.node.jail = None;
        Pallet::<T>::deposit_event(Event::Unjailed { node: self.who.clone() });
    }
}
