//! The deposits for storage, which last as long as it is used. The tests of the limits compare
//! each with the encoded size of the rows that it pays for.

use nes_core::Balance;

use super::currency::{MICRO, UNIT};

/// The deposit for a row of storage, in planck.
pub const ROW: Balance = UNIT / 10;

/// The deposit for a byte of storage, in planck.
pub const BYTE: Balance = 100 * MICRO;

/// Returns the deposit for `rows` rows with `bytes` bytes in all, in planck.
pub const fn deposit(rows: u32, bytes: u32) -> Balance {
    // Lossless; `From` is not const.
    #[allow(clippy::as_conversions, reason = "widening in a const fn")]
    let (rows, bytes) = (rows as Balance, bytes as Balance);
    match (rows.checked_mul(ROW), bytes.checked_mul(BYTE)) {
        (Some(rows), Some(bytes)) => rows.saturating_add(bytes),
        _ => Balance::MAX,
    }
}

/// The deposit for the keys of a validator's node: their row and three rows that lead from a key to
/// its node.
pub const SESSION_KEYS: Balance = deposit(4, 400);

/// The deposit for an open multisig operation, without its signatories.
pub const MULTISIG: Balance = deposit(1, 88);

/// The deposit for one more account in a row.
pub const ACCOUNT: Balance = deposit(0, 32);

/// The deposit for the list of an account's proxies.
pub const PROXIES: Balance = deposit(1, 17);

/// The deposit for one more proxy.
pub const PROXY: Balance = deposit(0, 37);

/// The deposit for the list of a proxy's announcements.
pub const ANNOUNCEMENTS: Balance = deposit(1, 17);

/// The deposit for one more announcement.
pub const ANNOUNCEMENT: Balance = deposit(0, 68);

/// The deposit for a preimage, without its bytes: its status and the row of its bytes.
pub const PREIMAGE: Balance = deposit(2, 100);

/// The deposit for an identity, without its bytes.
pub const IDENTITY: Balance = deposit(1, 17);

/// The deposit for a sub-account of an identity: two rows.
pub const SUB_ACCOUNT: Balance = deposit(2, 117);

/// The deposit for a username: two rows.
pub const USERNAME: Balance = deposit(2, 100);

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::constants::currency::GENESIS_ISSUANCE;

    #[test]
    fn a_gibibyte_of_rows_of_100_bytes_takes_more_than_a_thousandth_of_all_nes() {
        let rows = (1u32 << 30) / 100;
        assert!(Balance::from(rows) * deposit(1, 100) > GENESIS_ISSUANCE / 1_000);
    }

    #[test]
    fn a_deposit_adds_rows_and_bytes() {
        assert_eq!(deposit(2, 50), 2 * ROW + 50 * BYTE);
    }
}
