//! The token.

use nes_core::Balance;

/// The token's symbol.
pub const SYMBOL: &str = "NES";

/// The decimals of one NES.
pub const DECIMALS: u8 = 12;

/// One NES in planck.
pub const UNIT: Balance = 1_000_000_000_000;

/// A thousandth of one NES in planck.
pub const MILLI: Balance = UNIT / 1_000;

/// A millionth of one NES in planck.
pub const MICRO: Balance = MILLI / 1_000;

/// The NES that exist at the genesis of the public chain, in planck.
pub const GENESIS_ISSUANCE: Balance = 1_000_000_000 * UNIT;

/// The most NES that there can ever be, in planck; no parameter changes it.
pub const ISSUANCE_CAP: Balance = 2 * GENESIS_ISSUANCE;

/// The smallest balance of an account, in planck; with less it ceases to exist.
pub const EXISTENTIAL_DEPOSIT: Balance = MILLI;

/// The prefix of the chain's SS58 addresses, which nobody else has registered.
pub const SS58_PREFIX: u16 = 7883;
const _: () = assert!(SS58_PREFIX < 16_384, "SS58 prefixes have 14 bits");

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use ss58_registry::Ss58AddressFormat;

    use super::*;

    #[test]
    fn one_nes_is_ten_to_the_decimals() {
        assert_eq!(UNIT, 10u128.pow(DECIMALS.into()));
    }

    #[test]
    fn the_address_prefix_is_registered_by_nobody() {
        let registered = Ss58AddressFormat::all();
        assert!(registered.len() > 100);
        assert!(registered
            .iter()
            .all(|format| u16::from(Ss58AddressFormat::from(*format)) != SS58_PREFIX));
    }
}
