//! The limits of the runtime.

use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight};
use nes_core::{Balance, BlockNumber};
use sp_runtime::Perbill;

use super::currency::UNIT;

/// The most computation of a block: a second, a third of the public slot. Storage proofs are not
/// limited, because no relay chain has to carry them.
pub const BLOCK_WEIGHT: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, u64::MAX);

/// The part of a block for normal calls.
pub const NORMAL_RATIO: Perbill = Perbill::from_percent(70);

/// The part of a block that only operational calls can fill.
pub const OPERATIONAL_RATIO: Perbill = Perbill::from_percent(10);

/// The part of a block that calls leave to the hooks at its end. The hooks at its beginning take
/// the last tenth at most, except in the blocks of enactments and of new sessions.
pub const HOOKS_RATIO: Perbill = Perbill::from_percent(10);

/// The most bytes of a block.
pub const BLOCK_BYTES: u32 = 5 * 1024 * 1024;

/// The number of blocks whose hashes the chain keeps, and so the longest life of a mortal
/// extrinsic.
pub const BLOCK_HASHES: BlockNumber = 4096;

/// The most validators that a set can have, for all pallets that keep a list of them.
pub const VALIDATORS: u32 = pallet_node_staking::MAX_VALIDATORS;

/// The most locks and named reserves on an account.
pub const LOCKS: u32 = 50;

/// The most vesting schedules of an account.
pub const VESTING_SCHEDULES: u32 = 28;

/// The most bounties that wait for their funds at a time.
pub const TREASURY_APPROVALS: u32 = 100;

/// The most accounts that can sign for one multisig account.
pub const SIGNATORIES: u32 = 100;

/// The most proxies of an account, and announcements of a proxy.
pub const PROXIES: u32 = 32;

/// The most sub-accounts of an identity.
pub const SUB_ACCOUNTS: u32 = 100;

/// The most registrars that judge identities.
pub const REGISTRARS: u32 = 20;

/// The most additional fields of an identity.
pub const IDENTITY_FIELDS: u32 = 100;

/// The longest suffix of a username, and the longest username with it, in bytes.
pub const USERNAME_BYTES: (u32, u32) = (7, 32);

/// The most candidates that are moved to their right bag in the idle time of a block.
pub const REBAGS: u32 = 5;

/// The bounds between the bags that nodes are ranked in, in planck.
///
/// Each is a tenth above the one before, from one NES to beyond the cap of the issuance.
pub const BAGS: [Balance; 226] = bags();

const fn bags() -> [Balance; 226] {
    let mut bags = [UNIT; 226];
    let mut bag = 1;
    #[allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        reason = "evaluated by the compiler, which refuses overflows"
    )]
    while bag < bags.len() {
        bags[bag] = bags[bag - 1] / 10 * 11;
        bag += 1;
    }
    bags
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_bags_rise_from_one_nes_to_beyond_two_thousand_million() {
        assert_eq!(BAGS[0], UNIT);
        assert!(BAGS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(BAGS[225] > 2_000_000_000 * UNIT);
    }
}
