//! Bands of price, four to an octave, by which the market's index is divided.

use nes_core::Balance;

/// Returns the lowest price of `band`.
pub(crate) fn lowest(band: u8) -> Balance {
    (Balance::from(4 + band % 4) << (band / 4)).div_ceil(4)
}

/// Returns the band of `price`: the last one that begins at it or below.
pub(crate) fn band_of(price: Balance) -> u8 {
    let mut downwards = (0..=u8::MAX).rev();
    downwards.find(|band| lowest(*band) <= price).expect("the first one begins at a planck")
}
