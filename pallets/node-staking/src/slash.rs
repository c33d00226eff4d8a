//! Owner of `OpenSlashes`, their queue and `NextSlashId`.
//!
//! A fault enters its node's list at once, as a pending slash: from then on the node's shares are
//! worth less. Its execution is deferred, so that a vote can cancel it, and one appeal moves it
//! once more. With the execution, the operator's loss moves at once. Delegators' losses move with
//! the next call that changes the stake of their positions or pays its rewards, or by `apply_slash`.

use frame_support::storage::with_storage_layer;
use nes_core::EraIndex;
use nes_support::queue::Queue;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, Perbill};

use crate::{
    node::Record, types::meets, Appeal, Awards, Config, Event, NextSlashId, OpenSlash, OpenSlashes,
    Pallet, Reporter, Slash, SlashId, SlashKind, SlashQueue, SlashQueueFrom, SlashState,
};

/// The open slashes by the era in which they are executed.
pub(crate) type SlashQueueOf<T> = Queue<EraIndex, SlashId, SlashQueue<T>, SlashQueueFrom<T>>;

impl<T: Config> Record<T> {
    /// Adds a pending slash of `fraction` to the node's list; `kind` gets its number. Out of the
    /// operator's loss the `reporter` and the `awards` are paid. Returns the number.
    pub(crate) fn slash(
        &mut self,
        fraction: Perbill,
        kind: impl FnOnce(SlashId) -> SlashKind,
        reporter: Option<T::AccountId>,
        awards: Awards<T::AccountId>,
    ) -> Result<SlashId, DispatchError> {
        let era = Pallet::<T>::active_era();
        let params = Pallet::<T>::params();
        let execute_era =
            era.checked_add(params.slash_defer_eras).ok_or(ArithmeticError::Overflow)?;
        let id = NextSlashId::<T>::get();
        NextSlashId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);

        let (kind, state) = (kind(id), SlashState::Pending);
        self.push_slash(Slash { id, era, fraction, kind, state, jails_until: None })?;
        let reporter = reporter.filter(|reporter| reporter != self.who());
        let reporter = reporter.map(|who| Reporter { who, share: params.reporter_share });
        let node = self.who().clone();
        let open = OpenSlash { node, execute_era, reporter, awards, appeal: None };
        OpenSlashes::<T>::insert(id, open);
        SlashQueueOf::<T>::insert(execute_era, id);
        Ok(id)
    }

    /// Emits the event of the slash `id` of the node, which is new or has grown. Takes the
    /// validator role from a node that is exhausted, or whose self stake an equivocation took below
    /// the minimum; who is below it for its work as a service only has to stake more.
    pub(crate) fn slashed(&mut self, id: SlashId) {
        let slash = self.node().slashes.iter().find(|slash| slash.id == id).copied();
        let (Some(slash), Some(open)) = (slash, OpenSlashes::<T>::get(id)) else { return };
        Pallet::<T>::deposit_event(Event::Slashed {
            node: self.who().clone(),
            slash: id,
            fraction: slash.fraction,
            execute_era: open.execute_era,
        });
        let minimum = Pallet::<T>::params().min_self_stake;
        let too_little = !meets(self.node().self_stake(), minimum);
        if self.node().is_exhausted() || too_little && slash.is_equivocation() {
            self.chill();
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Postpones the slash `id` to `execute_era` for an `appeal`; `open` is its row.
    pub(crate) fn appeal_slash(
        id: SlashId,
        open: OpenSlash<T::AccountId>,
        execute_era: EraIndex,
        appeal: Appeal<T::AccountId>,
    ) {
        SlashQueueOf::<T>::reschedule(id, open.execute_era, execute_era);
        let appeal = Some(appeal);
        OpenSlashes::<T>::insert(id, OpenSlash { execute_era, appeal, ..open });
    }

    /// Postpones a slash that is due since `era` and could not be executed to the next era; it can
    /// still be cancelled.
    pub(crate) fn postpone_slash(era: EraIndex, id: SlashId) {
        let next = Self::active_era().saturating_add(1);
        SlashQueueOf::<T>::reschedule(id, era, next);
        OpenSlashes::<T>::mutate_extant(id, |open| open.execute_era = next);
    }

    /// Removes the slash `id` from the open ones; returns it.
    pub(crate) fn close_slash(id: SlashId) -> Option<OpenSlash<T::AccountId>> {
        let open = OpenSlashes::<T>::take(id)?;
        SlashQueueOf::<T>::remove(open.execute_era, id);
        Some(open)
    }

    /// Removes the slash `id`, which is due since `era`, in the same way. An entry of the queue
    /// goes even if no such slash is open.
    pub(crate) fn close_due_slash(era: EraIndex, id: SlashId) -> Option<OpenSlash<T::AccountId>> {
        SlashQueueOf::<T>::remove(era, id);
        Self::close_slash(id)
    }

    /// Runs a consequence of a fault that must not fail, because no caller is there to get an
    /// error: it is done as a whole or not at all. Returns true if it was done.
    pub(crate) fn in_no_call(consequence: impl FnOnce() -> DispatchResult) -> bool {
        let done = with_storage_layer(consequence);
        if let Err(error) = done {
            log::error!(target: "runtime::node-staking", "a slash could not be booked: {error:?}");
        }
        done.is_ok()
    }
}
