//! Lost disputes.

use super::{ensure, slashing::part, Cause, Model, Outcome, Slash, ONE};

/// A payment out of a slash: the account, the amount and the part of it that is owed.
pub(crate) type Award = (u64, u128, u128);

impl Model {
    /// Slashes `node` by the `wanted` fraction for a dispute, or by less if it has lost too much in
    /// this era.
    pub(super) fn lose(&mut self, node: u64, wanted: u32, awards: &[Award]) -> Outcome {
        let (era, cap) = (self.era, self.params.dispute_cap.deconstruct());
        let row = self.node(node)?;
        ensure(row.slashes.len() < 56, "TooManySlashes")?;
        let taken: u32 = row.lost_in(era).map(|slash| slash.fraction).sum();
        let left = cap.saturating_sub(taken);
        let beyond = wanted > left;
        let awards = awards.iter().filter(|(who, ..)| *who != node).take(5);
        let award = |&(who, amount, owed): &Award| (who, if beyond { owed } else { amount });
        let mut awards: Vec<(u64, u128)> = awards.map(award).collect();
        let sum: u128 = awards.iter().map(|(_, amount)| amount).sum();
        let fraction = if beyond { self.least_that_pays(sum, left, wanted) } else { wanted };
        ensure(fraction > 0, "nothing")?;

        let mut most = self.most_for_others(fraction);
        for (_, amount) in &mut awards {
            *amount = (*amount).min(most);
            most -= *amount;
        }
        awards.retain(|(_, amount)| *amount > 0);
        let slash = self.slash(node, fraction, Cause::Dispute, None)?;
        self.open.get_mut(&slash).unwrap().awards = awards;
        let conduct = &mut self.node(node)?.conduct;
        if conduct.has_lost_too_many(era) {
            self.jail(node, slash);
            self.seen.dispute_jails += 1;
        }
        self.chill_if_too_little(node, false);
        self.seen.lost_disputes += 1;
        self.seen.beyond_the_cap += u32::from(beyond);
        self.seen.beyond_for_others += u32::from(fraction > left);
        Ok(())
    }

    /// Returns the least fraction from `left` to `wanted` that pays others `amount`; `wanted` if none
    /// does.
    fn least_that_pays(&self, amount: u128, left: u32, wanted: u32) -> u32 {
        let (mut low, mut high) = (left, wanted);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.most_for_others(middle) >= amount {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Returns the most that others than the treasury get out of a slash of `fraction`: a quarter of
    /// what it takes from the least self stake.
    pub(super) fn most_for_others(&self, fraction: u32) -> u128 {
        part(part(self.params.min_self_stake, fraction), ONE / 4)
    }
}

impl super::Node {
    /// Returns the slashes of `era` for disputes.
    fn lost_in(&self, era: u32) -> impl Iterator<Item = &Slash> {
        let of_era = move |slash: &&Slash| slash.cause == Cause::Dispute && slash.era == era;
        self.slashes.iter().filter(of_era)
    }

    /// Returns true if it may take work in `era`, if its operator `who` has at least `least` of its
    /// own.
    pub(super) fn works(&self, who: u64, era: u32, least: u128) -> bool {
        let enough = self.value(self.shares_of(who)) + 1 >= least;
        let free = self.leaving.is_none() && self.jail.is_none() && !self.is_exhausted();
        free && enough && self.lost_in(era).next().is_none()
    }
}
