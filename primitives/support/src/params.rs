//! Parameters with bounds.
//!
//! A pallet's parameters are one struct. [`bounds!`](crate::bounds) gives it a table with a row for
//! each field; all facts about a parameter come from there: the check of its bounds, the track of
//! governance that changes it, and the list that clients read.
//!
//! ```
//! use nes_support::params::Bounded;
//!
//! #[derive(Clone)]
//! struct Params {
//!     window: u32,
//!     deposit: u128,
//! }
//!
//! nes_support::bounds! {
//!     Params {
//!         window: "blocks", 5..=1_000, ParameterAdmin;
//!         deposit: "planck", 1..=10_000, ParameterAdmin;
//!     }
//! }
//!
//! assert!(Params { window: 5, deposit: 1 }.is_within_bounds());
//! assert!(!Params { window: 5, deposit: 0 }.is_within_bounds());
//! ```

mod number;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use core::{fmt::Debug, marker::PhantomData, ops::RangeInclusive};

use codec::{Decode, DecodeWithMemTracking, Encode, FullCodec, MaxEncodedLen};
use frame_support::{
    ensure,
    storage::{IterableStorageMap, StorageMap, StorageValue},
};
use scale_info::TypeInfo;
use sp_runtime::{traits::ConstU32, BoundedVec, TryRuntimeError};

pub use number::Number;

/// The most bytes of a parameter's name.
pub const MAX_NAME: u32 = 32;

/// The name of a parameter, as a key of storage.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;

/// A track of governance that changes parameters.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub enum Track {
    /// The track of nearly all parameters.
    ParameterAdmin,
    /// The faster track of the size of the validator set.
    StakingAdmin,
}

/// The authority behind a change of parameters: the success value of an admin origin.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub enum Authority {
    /// Root, which may change every parameter.
    Root,
    /// A track, which may change its own parameters.
    Track(Track),
}

impl Authority {
    /// Returns true if it may change a parameter of `track`.
    pub fn may_change(self, track: Track) -> bool {
        match self {
            Self::Root => true,
            Self::Track(own) => own == track,
        }
    }
}

/// A row of the table of `P`: one of its fields, with bounds.
pub struct Bound<P: 'static> {
    /// The field's name.
    pub name: &'static str,
    /// The unit of the field's number.
    pub unit: &'static str,
    /// The smallest number that the field may have.
    pub min: u128,
    /// The largest number that the field may have.
    pub max: u128,
    /// The track that changes the field.
    pub track: Track,
    read: fn(&P) -> u128,
    write: fn(&P, u128) -> Option<P>,
}

impl<P: Clone + 'static> Bound<P> {
    /// Creates a row; [`bounds!`](crate::bounds) does it in a constant, so that a name that is too
    /// long or a range without a number does not compile.
    ///
    /// `read` returns the field's number, `write` a copy of the parameters with another number in
    /// the field, unless the field's type has no such value.
    ///
    /// # Panics
    /// Panics if the name has more than [`MAX_NAME`] bytes, or the range is empty.
    pub const fn new(
        name: &'static str,
        unit: &'static str,
        range: RangeInclusive<u128>,
        track: Track,
        read: fn(&P) -> u128,
        write: fn(&P, u128) -> Option<P>,
    ) -> Self {
        assert!(name.len() <= MAX_NAME as usize, "the name is too long");
        let (min, max) = (*range.start(), *range.end());
        assert!(min <= max, "the range is empty");
        Self { name, unit, min, max, track, read, write }
    }

    /// Returns the field's number in `params`.
    pub fn get(&self, params: &P) -> u128 {
        (self.read)(params)
    }

    /// Returns `params` with `number` in the field, within bounds or not; nothing if the field's
    /// type has no such value.
    pub fn with(&self, params: &P, number: u128) -> Option<P> {
        (self.write)(params, number)
    }

    /// Returns `params` with another number in the field, the next one that is within its bounds.
    pub fn moved(&self, params: &P) -> P {
        let number = self.get(params);
        let next =
            if number == self.max { number.saturating_sub(1) } else { number.saturating_add(1) };
        let other = next.clamp(self.min, self.max);
        self.with(params, other).unwrap_or_else(|| params.clone())
    }

    /// Returns true if the field's number in `params` is within its bounds.
    pub fn holds(&self, params: &P) -> bool {
        (self.min..=self.max).contains(&self.get(params))
    }

    /// Returns the field's name as a key of storage.
    pub fn key(&self) -> Name {
        // Never cut: `new` refuses a longer one.
        Name::truncate_from(self.name.as_bytes().to_vec())
    }
}

/// Parameters with a table of their bounds.
pub trait Bounded: Clone + 'static {
    /// The table: a row for each field.
    const BOUNDS: &'static [Bound<Self>];

    /// Returns true if every field is within its bounds.
    fn is_within_bounds(&self) -> bool {
        Self::BOUNDS.iter().all(|row| row.holds(self))
    }

    /// Returns true if the rules between fields hold; without such rules it is always true.
    fn is_consistent(&self) -> bool {
        true
    }

    /// Returns true if every field is within its bounds and the rules between fields hold.
    fn is_valid(&self) -> bool {
        self.is_within_bounds() && self.is_consistent()
    }

    /// Returns the rows of the fields in which `new` differs.
    fn changes<'a>(&'a self, new: &'a Self) -> impl Iterator<Item = &'static Bound<Self>> + 'a {
        Self::BOUNDS.iter().filter(move |row| row.get(self) != row.get(new))
    }

    /// Returns true if `authority` may change every field in which `new` differs.
    fn may_become(&self, new: &Self, authority: Authority) -> bool {
        self.changes(new).all(|row| authority.may_change(row.track))
    }

    /// Returns the list of all parameters; `changed_at` returns the block of the last change of the
    /// parameter that it is given.
    fn list<BlockNumber>(
        &self,
        changed_at: impl Fn(Name) -> Option<BlockNumber>,
    ) -> Vec<Parameter<BlockNumber>> {
        let row = |row: &Bound<Self>| Parameter {
            name: row.name.as_bytes().to_vec(),
            value: row.get(self),
            unit: row.unit.as_bytes().to_vec(),
            min: row.min,
            max: row.max,
            track: row.track,
            changed_at: changed_at(row.key()),
        };
        Self::BOUNDS.iter().map(row).collect()
    }

    /// Returns true if there is a field of that name.
    fn has(name: &Name) -> bool {
        Self::BOUNDS.iter().any(|row| row.name.as_bytes() == name.as_slice())
    }
}

/// A parameter, as clients read it.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Parameter<BlockNumber> {
    /// Its name in UTF-8, the field's.
    pub name: Vec<u8>,
    /// Its number now.
    pub value: u128,
    /// The unit of its numbers, in UTF-8.
    pub unit: Vec<u8>,
    /// The smallest number that it may have.
    pub min: u128,
    /// The largest number that it may have.
    pub max: u128,
    /// The track that changes it.
    pub track: Track,
    /// The block of its last change; nothing if it has been the same since genesis.
    pub changed_at: Option<BlockNumber>,
}

/// The stored parameters `P` of a pallet: their value, and the block of the last change of each by
/// its name. A pallet writes both through it only.
pub struct ParamsStore<P, Value, ChangedAt>(PhantomData<(P, Value, ChangedAt)>);

/// The reason for which parameters are refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// A number is out of its bounds, or a rule between fields does not hold.
    OutOfBounds,
    /// The authority may not change every field that differs.
    NotThisTrack,
}

impl<P, Value, ChangedAt> ParamsStore<P, Value, ChangedAt>
where
    P: Bounded + FullCodec + Debug,
    Value: StorageValue<P, Query = P>,
{
    /// Writes the parameters of the genesis.
    ///
    /// # Panics
    ///
    /// Panics if they are not valid; then there is no chain.
    pub fn build(params: &P) {
        assert!(params.is_valid(), "parameters out of bounds: {params:?}");
        Value::put(params);
    }

    /// Replaces the parameters at block `now`, if `authority` may change every field that differs;
    /// returns the old ones.
    ///
    /// # Errors
    ///
    /// Fails if `new` is not valid or not for this authority to set.
    pub fn replace<BlockNumber>(
        authority: Authority,
        new: &P,
        now: BlockNumber,
    ) -> Result<P, Refusal>
    where
        BlockNumber: FullCodec + Copy,
        ChangedAt: StorageMap<Name, BlockNumber>,
    {
        let old = Value::get();
        if !new.is_valid() {
            return Err(Refusal::OutOfBounds);
        }
        if !old.may_become(new, authority) {
            return Err(Refusal::NotThisTrack);
        }
        Value::put(new);
        old.changes(new).for_each(|row| ChangedAt::insert(row.key(), now));
        Ok(old)
    }

    /// Returns the list of all parameters.
    pub fn list<BlockNumber>() -> Vec<Parameter<BlockNumber>>
    where
        BlockNumber: FullCodec,
        ChangedAt: StorageMap<Name, BlockNumber, Query = Option<BlockNumber>>,
    {
        Value::get().list(ChangedAt::get)
    }

    /// Checks that the parameters are valid, and that nothing but parameters has changed.
    ///
    /// # Errors
    ///
    /// Fails if they are not, or if something else has.
    pub fn check<BlockNumber>() -> Result<(), TryRuntimeError>
    where
        BlockNumber: FullCodec,
        ChangedAt: IterableStorageMap<Name, BlockNumber>,
    {
        ensure!(Value::get().is_valid(), "the parameters are out of bounds");
        ensure!(ChangedAt::iter_keys().all(|name| P::has(&name)), "an unknown parameter changed");
        Ok(())
    }
}

/// Implements [`Bounded`](crate::params::Bounded) for a struct by a table with a row for each
/// field: its name, the unit, the bounds and the [`Track`](crate::params::Track). A field without a
/// row does not compile. `if` names the function that checks the rules between fields.
#[macro_export]
macro_rules! bounds {
    ($params:ident $(if $rule:path)? {
        $($field:ident: $unit:literal, $range:expr, $track:ident;)+
    }) => {
        impl $crate::params::Bounded for $params {
            const BOUNDS: &'static [$crate::params::Bound<Self>] = &[$(
                $crate::params::Bound::new(
                    stringify!($field),
                    $unit,
                    $range,
                    $crate::params::Track::$track,
                    |params| $crate::params::Number::to_u128(params.$field),
                    |params, number| {
                        let $field = $crate::params::Number::from_u128(number)?;
                        Some(Self { $field, ..params.clone() })
                    },
                ),
            )+];

            $(fn is_consistent(&self) -> bool {
                $rule(self)
            })?
        }

        const _: fn($params) = |params| {
            let $params { $($field: _),+ } = params;
        };
    };
}
