//! Owner of `FixedRules`: the numbers that genesis sets and no call changes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Balance, Shape, Usage, MAX_COMMITTEE};
use nes_traits::{Question, StakeAtRisk};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::traits::Get;

use crate::{money, types::MAX_PLACES, Config, FixedRules, Pallet};

/// The self stake that a chain with disputes asks of its nodes at least, in planck: 1,000 NES.
const LEAST_SELF_STAKE: Balance = 1_000 * 1_000_000_000_000;

/// The most of the self stake of a node that a bond may be, as one part of that number.
const MOST_OF_SELF_STAKE: Balance = 100;

/// The rules of disputes, set at genesis.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rules {
    /// The number of places for disputers of a task, from 1 to [`MAX_PLACES`].
    pub places: u8,
    /// The number of nodes of a second committee, from 1 to [`MAX_COMMITTEE`].
    pub seats: u8,
    /// The number of equal answers that decide, more than half of `seats`.
    pub quorum: u8,
    /// The number of nodes that have to be left for the draw of a second committee, at least
    /// `seats`.
    pub fewest: u32,
    /// The number of operators that have to agree to disputes of a version, at least `fewest`.
    pub operators: u32,
}

impl Rules {
    /// Returns true if each number is within the bounds that its documentation gives.
    pub fn is_valid(&self) -> bool {
        let Self { places, seats, quorum, fewest, operators } = *self;
        (1..=MAX_PLACES).contains(&places)
            && (1..=MAX_COMMITTEE).contains(&seats)
            && quorum <= seats
            && quorum > seats / 2
            && fewest >= seats.into()
            && operators >= fewest
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self { places: 4, seats: 9, quorum: 6, fewest: 18, operators: 32 }
    }
}

/// [`Rules::operators`] of the runtime `T`.
pub struct LeastOperators<T>(core::marker::PhantomData<T>);

impl<T: Config> Get<u32> for LeastOperators<T> {
    fn get() -> u32 {
        Pallet::<T>::rules().operators
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the rules.
    pub fn rules() -> Rules {
        FixedRules::<T>::get()
    }

    /// Returns the bond that a dispute about this question takes at least, in planck; `None` if it
    /// exceeds [`Balance`].
    pub fn bond<BlockNumber>(question: &Question<BlockNumber>) -> Option<Balance> {
        Self::bond_of(question.shape, question.median, question.max_usage)
    }

    /// Returns true if the bond for such a task is not above a hundredth of the self stake that every
    /// node needs, and that is at least 1,000 NES.
    pub(crate) fn is_bond_affordable(shape: Shape, median: Balance, max_usage: Usage) -> bool {
        let stake = T::StakeAtRisk::min_self_stake();
        let hundredfold = Self::bond_of(shape, median, max_usage)
            .and_then(|bond| bond.checked_mul(MOST_OF_SELF_STAKE));
        stake >= LEAST_SELF_STAKE && hundredfold.is_some_and(|amount| amount <= stake)
    }

    /// Writes the rules of the genesis.
    ///
    /// # Panics
    ///
    /// Panics if they are not valid; then there is no chain.
    pub(crate) fn build_rules(rules: &Rules) {
        assert!(rules.is_valid(), "rules out of bounds: {rules:?}");
        FixedRules::<T>::put(rules);
    }

    fn bond_of(shape: Shape, median: Balance, max_usage: Usage) -> Option<Balance> {
        money::bond(shape.cost(median, max_usage)?, Self::rules().seats)
    }
}
