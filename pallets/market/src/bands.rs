//! Bands of price: the offers of a version that can be drawn, counted and weighed by their price.
//! Nothing here reads storage.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedBTreeMap};
use nes_core::Balance;
use scale_info::TypeInfo;
use sp_runtime::{ArithmeticError, DispatchError, Saturating};

/// The bands to an octave, the prices from one to its double.
const BANDS_PER_OCTAVE: u32 = 4;

/// The offers of a band, or some others that are counted together.
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
    Default,
)]
pub struct Band {
    /// The number of offers; the index has that number of positions in a band.
    pub len: u32,
    /// The sum of the stake that counts for them, in planck.
    pub weight: Balance,
}

impl Band {
    /// Counts an offer of `weight`; returns the number of offers before it.
    pub(crate) fn add(&mut self, weight: Balance) -> Result<u32, ArithmeticError> {
        let before = self.len;
        self.len = before.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        self.weight = self.weight.checked_add(weight).ok_or(ArithmeticError::Overflow)?;
        Ok(before)
    }

    /// Counts an offer of `weight` no longer; returns the number of offers that are left.
    pub(crate) fn remove(&mut self, weight: Balance) -> Result<u32, ArithmeticError> {
        self.len = self.len.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        self.weight = self.weight.checked_sub(weight).ok_or(ArithmeticError::Underflow)?;
        Ok(self.len)
    }
}

/// The bands that have an offer, by number.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct Bands(BoundedBTreeMap<u8, Band, ConstU32<256>>);

/// Returns the number of the band of `price`: four bands divide the prices from each power of two to
/// the next one into equal parts. Prices above 2^64 planck, which nobody may ask, are in the last.
pub(crate) fn band_of(price: Balance) -> u8 {
    let price = price.clamp(1, u64::MAX.into());
    let octave = price.ilog2();
    // The first two bits after the highest one.
    let quarter = price.checked_shl(2).and_then(|price| price.checked_shr(octave));
    let quarter = quarter.map_or(0, |quarter| quarter & 3);
    let quarter = u32::try_from(quarter).unwrap_or_default();
    let number = octave.saturating_mul(BANDS_PER_OCTAVE).saturating_add(quarter);
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// Returns the lowest price of the band `number`, in planck.
pub(crate) fn lowest_of(number: u8) -> Balance {
    let number = u32::from(number);
    let octave = number.checked_div(BANDS_PER_OCTAVE).unwrap_or_default();
    let quarter = number.checked_rem(BANDS_PER_OCTAVE).unwrap_or_default();
    let parts = BANDS_PER_OCTAVE.saturating_add(quarter);
    Balance::from(parts).checked_shl(octave).map_or(Balance::MAX, |price| price.div_ceil(4))
}

impl Bands {
    /// Counts an offer of `weight` in the band `number`; returns its position, the first one that
    /// is free.
    pub(crate) fn add(&mut self, number: u8, weight: Balance) -> Result<u32, DispatchError> {
        let mut band = self.0.get(&number).copied().unwrap_or_default();
        let position = band.add(weight)?;
        self.put(number, band)?;
        Ok(position)
    }

    /// Counts an offer of `weight` in the band `number` no longer; returns the last position, which
    /// is free from now on.
    pub(crate) fn remove(&mut self, number: u8, weight: Balance) -> Result<u32, DispatchError> {
        let mut band = self.0.get(&number).copied().unwrap_or_default();
        let last = band.remove(weight)?;
        self.put(number, band)?;
        Ok(last)
    }

    fn put(&mut self, number: u8, band: Band) -> Result<(), DispatchError> {
        if band.len == 0 {
            self.0.remove(&number);
            return Ok(());
        }
        // There are no more numbers than the bound.
        self.0.try_insert(number, band).map_err(|_| ArithmeticError::Overflow)?;
        Ok(())
    }

    /// Returns the bands in rising order of price, each with its number.
    pub fn iter(&self) -> impl Iterator<Item = (u8, Band)> + '_ {
        self.0.iter().map(|(number, band)| (*number, *band))
    }

    /// Returns the bands of which a buyer who pays no more than `maximum` can pay an offer.
    pub(crate) fn within(&self, maximum: Balance) -> Vec<(u8, Band)> {
        self.iter().filter(|(number, _)| lowest_of(*number) <= maximum).collect()
    }

    /// Returns the number of offers.
    pub fn len(&self) -> u32 {
        self.iter().fold(0, |sum: u32, (_, band)| sum.saturating_add(band.len))
    }

    /// Returns true if there is no offer.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the stake that counts for all offers, in planck.
    pub fn weight(&self) -> Balance {
        self.iter().fold(0, |sum: Balance, (_, band)| sum.saturating_add(band.weight))
    }

    /// Returns a lower bound of every price, in planck; zero without offers.
    pub(crate) fn floor(&self) -> Balance {
        self.iter().next().map_or(0, |(number, _)| lowest_of(number))
    }

    /// Returns the price in the middle of the stake, in planck: half of it asks no more. Within a
    /// band the stake is taken to be spread evenly. It is `None` without stake.
    pub fn median(&self) -> Option<Balance> {
        let mut left = self.weight().div_ceil(2);
        if left == 0 {
            return None;
        }
        let (number, band) = self.iter().find(|(_, band)| {
            let is_here = band.weight >= left;
            if !is_here {
                left.saturating_reduce(band.weight);
            }
            is_here
        })?;
        let (lowest, next) = (lowest_of(number), lowest_of(number.saturating_add(1)));
        let width = next.saturating_sub(lowest);
        // A width has 62 bits at most, and a share of 32 bits is precise enough.
        let share = sp_runtime::Perbill::from_rational(left, band.weight);
        Some(lowest.saturating_add(share.mul_floor(width)).max(1))
    }
}
