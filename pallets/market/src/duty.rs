//! Owner of `Duties`, `DutyIndex` and `DutyCounts`, the nodes that have to answer in second committees
//! for each version; and of `DutyEnds` and `DutyEndsFrom`, the queue of the ends of their duties.
//!
//! A duty outlives the offer, and the rows of the version and of the service.

use alloc::vec::Vec;

use frame_support::traits::{Defensive, DefensiveSaturating, Get};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_committee::{Band, Place};
use nes_core::{Balance, Hash, ServiceId};
use nes_support::queue::Queue;
use nes_traits::{NodeRegistry, SecondDraw};
use sp_runtime::{ArithmeticError, DispatchResult, Perquintill, Saturating};

use crate::{
    Config, Duties, Duty, DutyCounts, DutyEnds, DutyEndsFrom, DutyIndex, Pallet, Services,
};

/// The queue of the ends of duties, by block.
pub(crate) type DutyEndsOf<T> = Queue<
    BlockNumberFor<T>,
    (ServiceId, u32, <T as frame_system::Config>::AccountId),
    DutyEnds<T>,
    DutyEndsFrom<T>,
>;

/// The nodes on duty for a version.
pub(crate) struct Roster<T: Config> {
    key: (ServiceId, u32),
    _config: core::marker::PhantomData<T>,
}

impl<T: Config> Roster<T> {
    /// Returns those of `version` of `service`.
    pub(crate) fn of(service: ServiceId, version: u32) -> Self {
        Self { key: (service, version), _config: Default::default() }
    }

    /// Returns their number.
    pub(crate) fn count(&self) -> u32 {
        DutyCounts::<T>::get(self.key)
    }

    /// Puts `node` on duty, with the number of its `registration`. A duty of that registration that has
    /// not ended yet goes on as if it had never been left.
    pub(crate) fn enter(&self, node: &T::AccountId, registration: u32) -> DispatchResult {
        let now = frame_system::Pallet::<T>::block_number();
        let duty = match Duties::<T>::get(self.key, node) {
            Some(Duty { registration: former, position, entered, until }) => {
                if let Some(until) = until {
                    DutyEndsOf::<T>::remove(until, self.end_of(node));
                }
                let entered = if former == registration { entered } else { now };
                Duty { registration, position, entered, until: None }
            }
            None => Duty { registration, position: self.append(node)?, entered: now, until: None },
        };
        Duties::<T>::insert(self.key, node, duty);
        Ok(())
    }

    /// Adds `node` to the index; returns its position.
    fn append(&self, node: &T::AccountId) -> Result<u32, ArithmeticError> {
        let position = self.count();
        let count = position.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        DutyCounts::<T>::insert(self.key, count);
        DutyIndex::<T>::insert(self.key, position, node);
        Ok(position)
    }

    /// Lets the duty of `node`, whose offer has left the index, end some blocks later.
    pub(crate) fn leave(&self, node: &T::AccountId) {
        let until = frame_system::Pallet::<T>::block_number().saturating_add(T::DutyPeriod::get());
        Duties::<T>::mutate(self.key, node, |duty| {
            if let Some(duty) = duty.as_mut().defensive() {
                duty.until = Some(until);
                DutyEndsOf::<T>::insert(until, self.end_of(node));
            }
        });
    }

    /// Ends the duty of `node`, which was to last `until` then. The last one of the index moves into
    /// the gap.
    pub(crate) fn end(&self, node: &T::AccountId, until: BlockNumberFor<T>) {
        DutyEndsOf::<T>::remove(until, self.end_of(node));
        let Some(Duty { position, .. }) = Duties::<T>::take(self.key, node).defensive() else {
            return;
        };
        let last = self.count().defensive_saturating_sub(1);
        if last == 0 {
            DutyCounts::<T>::remove(self.key);
        } else {
            DutyCounts::<T>::insert(self.key, last);
        }
        let moved = DutyIndex::<T>::take(self.key, last).filter(|_| position != last);
        if let Some(moved) = moved {
            DutyIndex::<T>::insert(self.key, position, &moved);
            Duties::<T>::mutate(self.key, moved, |duty| {
                if let Some(duty) = duty {
                    duty.position = position;
                }
            });
        }
    }

    fn end_of(&self, node: &T::AccountId) -> (ServiceId, u32, T::AccountId) {
        (self.key.0, self.key.1, node.clone())
    }

    /// Returns true if `node` is on duty since the block `requested` or longer, with its present
    /// registration.
    pub(crate) fn has(&self, node: &T::AccountId, requested: BlockNumberFor<T>) -> bool {
        let duty = Duties::<T>::get(self.key, node).filter(|duty| duty.entered <= requested);
        duty.is_some_and(|duty| T::NodeRegistry::registration(node) == Some(duty.registration))
    }

    /// Draws distinct nodes for `request`, each with a chance of `min(stake, cap)`; returns also the
    /// number of nodes that it looked at.
    pub(crate) fn draw(
        &self,
        request: &SecondDraw<T::AccountId, BlockNumberFor<T>>,
        seed: &Hash,
    ) -> (Option<Vec<T::AccountId>>, u32) {
        let stake_cap = Pallet::<T>::params().stake_cap;
        let min_stake = Services::<T>::get(request.service).map_or(0, |row| row.min_stake);
        let bands = [Band { len: self.count(), weight: 1 }];
        let mut looks: u32 = 0;
        let drawn = nes_committee::draw(seed, &bands, request.seats, |place| {
            looks.saturating_inc();
            let (node, stake) = self.look(place, request, min_stake)?;
            Some((node, Perquintill::from_rational(stake.min(stake_cap), stake_cap)))
        });
        (drawn, looks)
    }

    /// Returns the node at `place` and its stake, if it can be drawn for `request`.
    pub(crate) fn look(
        &self,
        place: Place,
        request: &SecondDraw<T::AccountId, BlockNumberFor<T>>,
        min_stake: Balance,
    ) -> Option<(T::AccountId, Balance)> {
        let node = DutyIndex::<T>::get(self.key, place.position).defensive()?;
        if request.excluded.contains(&node) || !self.has(&node, request.requested) {
            return None;
        }
        let stake = T::NodeRegistry::working_stake(&node).filter(|stake| *stake >= min_stake)?;
        Some((node, stake))
    }
}
