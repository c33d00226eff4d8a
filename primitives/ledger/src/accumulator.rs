//! Rewards per share: a payment to all shares at once, of which each takes its part later.
//!
//! A reward of R to S shares raises the sum that every share has earned by R ÷ S. A holder of s
//! shares is then owed s times the rise of that sum since the holder was last paid. Both divisions
//! keep their remainders, so nothing is lost, whatever the number of small payments.

use nes_core::Balance;
use sp_core::U256;

/// The number of units in a planck; the earnings of a share are counted in units of 10⁻¹⁸ planck.
pub const UNITS: u128 = 1_000_000_000_000_000_000;

/// The earnings of one share so far, and the remainder that could not be divided yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accumulator {
    /// The amount that one share has earned, in [`UNITS`] of a planck.
    pub per_share: u128,
    /// The remainder, in [`UNITS`] of a planck; it is part of the next reward.
    pub carry: u128,
}

/// The amount that a holder is owed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Earned {
    /// The whole planck.
    pub planck: Balance,
    /// The rest, in [`UNITS`] of a planck; less than one planck.
    pub fraction: u64,
}

impl Accumulator {
    /// Divides `reward` planck among `shares`. Returns `None` if there are no shares, or if a share
    /// would have earned more than can be counted.
    pub fn add(self, reward: Balance, shares: Balance) -> Option<Self> {
        let units = U256::from(reward)
            .checked_mul(U256::from(UNITS))?
            .checked_add(U256::from(self.carry))?;
        let (each, carry) = divide(units, shares)?;
        Some(Self { per_share: self.per_share.checked_add(each)?, carry })
    }
}

/// Returns the amount that `shares` have earned since one share had earned `mark`, with a
/// `fraction` from before; `None` if it cannot be counted.
pub fn earned(shares: Balance, mark: u128, per_share: u128, fraction: u64) -> Option<Earned> {
    let units = U256::from(shares)
        .checked_mul(U256::from(per_share.checked_sub(mark)?))?
        .checked_add(U256::from(fraction))?;
    let (planck, fraction) = divide(units, UNITS)?;
    Some(Earned { planck, fraction: fraction.try_into().ok()? })
}

/// Returns the quotient and the remainder; `None` without a divisor or if they do not fit.
fn divide(units: U256, by: u128) -> Option<(u128, u128)> {
    let by = U256::from(by);
    let quotient = units.checked_div(by)?;
    let remainder = units.checked_rem(by)?;
    Some((quotient.try_into().ok()?, remainder.try_into().ok()?))
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "the amounts of the tests are small")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NEW: Accumulator = Accumulator { per_share: 0, carry: 0 };

    #[test]
    fn a_reward_divides_by_shares() {
        let rewarded = NEW.add(1_000, 400).unwrap();
        assert_eq!(
            earned(100, 0, rewarded.per_share, 0),
            Some(Earned { planck: 250, fraction: 0 })
        );
        assert_eq!(
            earned(300, 0, rewarded.per_share, 0),
            Some(Earned { planck: 750, fraction: 0 })
        );
        assert_eq!(rewarded.carry, 0);
    }

    #[test]
    fn nothing_is_divided_among_no_shares() {
        assert_eq!(NEW.add(1_000, 0), None);
    }

    #[test]
    fn a_million_rewards_of_a_planck_to_a_billion_shares_lose_nothing() {
        let mut accumulator = NEW;
        for _ in 0..1_000_000 {
            accumulator = accumulator.add(1, 1_000_000_000).unwrap();
        }
        let all = earned(1_000_000_000, 0, accumulator.per_share, 0).unwrap();
        assert_eq!(all, Earned { planck: 1_000_000, fraction: 0 });
    }

    proptest! {
        /// Checks that every reward is owed to the holders or carried, to the last unit.
        #[test]
        fn parts_and_remainders_sum_to_the_rewards(
            rewards in prop::collection::vec(0..1_000_000_000_000_000_000_u128, 1..20),
            holders in prop::collection::vec(1..1_000_000_000_000_000_000_000_u128, 1..5),
        ) {
            let shares = holders.iter().sum();
            let mut accumulator = NEW;
            let mut paid = vec![Earned { planck: 0, fraction: 0 }; holders.len()];
            for reward in &rewards {
                let mark = accumulator.per_share;
                accumulator = accumulator.add(*reward, shares).unwrap();
                for (held, paid) in holders.iter().zip(&mut paid) {
                    let more = earned(*held, mark, accumulator.per_share, paid.fraction).unwrap();
                    *paid = Earned { planck: paid.planck + more.planck, ..more };
                }
            }
            let units = |earned: &Earned| {
                U256::from(earned.planck) * U256::from(UNITS) + U256::from(earned.fraction)
            };
            let owed = paid.iter().map(units).fold(U256::zero(), |sum, units| sum + units);
            let rewarded = U256::from(rewards.iter().sum::<u128>()) * U256::from(UNITS);
            prop_assert_eq!(owed + U256::from(accumulator.carry), rewarded);
        }
    }
}
