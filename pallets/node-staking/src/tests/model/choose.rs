//! Random commands, most of which can succeed.

mod moves;

use sp_runtime::Perbill;

use super::{Command, Model, Node, Slash};
use crate::{mock::*, Params};

/// The accounts that act; the first four also run nodes.
const ACTORS: u64 = 6;
const NODES: u64 = 4;

/// The fractions of reported equivocations, in parts of a billion.
const FRACTIONS: [u32; 8] =
    [0, 1, 3_333_333, 10_000_000, 33_333_333, 100_000_000, 250_000_007, 562_500_000];

/// A pseudorandom sequence of numbers, the same for the same seed.
pub(crate) struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn small(&mut self, end: u32) -> u32 {
        u32::try_from(self.below(end.into())).unwrap()
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.next()).unwrap() % all.len()]
    }

    /// Returns an amount of any size up to 10²¹.
    fn amount(&mut self) -> u128 {
        let digits = self.small(22);
        u128::from(self.next()) * 1_000_003 % 10_u128.pow(digits)
    }

    /// Returns an amount near or below one of these.
    fn about(&mut self, marks: &[u128]) -> u128 {
        let mark = self.of(marks);
        match self.below(6) {
            0 => mark.saturating_sub(1),
            1 => mark.saturating_add(1),
            2 => self.amount(),
            3 => self.amount() % mark.saturating_add(1).max(1),
            _ => mark,
        }
    }

    /// Returns the next command.
    pub(crate) fn choose(&mut self, model: &Model) -> Command {
        let node = 1 + self.below(NODES);
        let staker = if self.percent(30) { node } else { 1 + self.below(ACTORS) };
        match model.nodes.get(&node) {
            None if self.percent(60) => self.register(model, node),
            Some(row) if row.leaving.is_some() || row.is_exhausted() => match self.percent(40) {
                true => self.clear(model, row, node),
                false => self.any(model, node, staker),
            },
            _ => self.any(model, node, staker),
        }
    }

    fn any(&mut self, model: &Model, node: u64, staker: u64) -> Command {
        // Stake moves where not every node is at fault all the time.
        let calm = model.era % 160 >= 80 && self.percent(80);
        let who = 1 + self.below(ACTORS);
        let url = self.percent(90);
        match self.below(100) {
            0..6 => self.next_era(),
            6 => Command::NextSession,
            7 => Command::Hook,
            14..44 | 77..80 | 99 if calm => self.of_moves(model),
            8..36 => self.stake(model, node, staker),
            36..44 => self.of_moves(model),
            44..53 => Command::Withdraw { who, node, staker },
            53..57 => Command::ApplySlash { who, node, staker },
            57..64 => Command::Reward { node, amount: self.about(&[0, 1, 10_u128.pow(15)]) },
            64..67 => Command::Claim { who: staker, node },
            67..70 => Command::ClaimFor { who, node, staker },
            70..72 => Command::SetCompound { who: staker, node, compound: self.percent(70) },
            72..77 => self.tasks(model, node),
            77..80 if self.percent(40) => self.lost_dispute(model, node),
            77..80 => self.equivocation(model, node),
            80..85 => self.of_a_slash(model, who),
            85..88 => Command::Unjail { who: node },
            88..91 => Command::Validate { who: node },
            91 => Command::Chill { who: node },
            92 => match self.percent(80) {
                true => Command::SetKeys { who: node },
                false => Command::PurgeKeys { who: node },
            },
            93..95 => self.commission(model, node),
            95 => self.register(model, node),
            96 => Command::SetProfile { who: node, url },
            97 => Command::SetAgent { who: node, agent: self.of(&[None, Some(EVE), Some(98)]) },
            98 => Command::SetParams { params: self.params() },
            _ if self.percent(60) => self.next_era(),
            _ if self.percent(50) => Command::ForceLeave { node },
            _ => Command::Leave { who: node },
        }
    }

    /// Returns a delegation, an undelegation or a rebonding.
    fn stake(&mut self, model: &Model, node: u64, who: u64) -> Command {
        let (mut active, mut unbonding, mut room) = (0, 0, 0);
        if let Some(row) = model.nodes.get(&node) {
            let position = row.positions.get(&who).cloned().unwrap_or_default();
            active = row.value(position.shares);
            unbonding = row.worth(&position, Slash::counts) - active;
            room = model.room(node);
        }
        let Params { min_delegation, min_self_stake, .. } = model.params;
        let minimum = if node == who { min_self_stake } else { min_delegation };
        let rest = active.saturating_sub(minimum);
        match self.below(10) {
            0..4 => {
                let amount = self.about(&[0, minimum, room, room / 7, u128::MAX]);
                Command::Delegate { who, node, amount }
            }
            4..7 => {
                let amount = self.about(&[0, active, rest, rest / 3, u128::MAX]);
                Command::Undelegate { who, node, amount }
            }
            _ => Command::Rebond { who, node, amount: self.about(&[unbonding, unbonding / 3]) },
        }
    }

    fn register(&mut self, model: &Model, who: u64) -> Command {
        let least = model.params.min_self_stake;
        let stake = self.about(&[least, least, 10_u128.pow(17), 3 * 10_u128.pow(19) + 11]);
        let commission = self.of(&[0, 1, 50_000_000, 123_456_789, 200_000_000, 200_000_001]);
        Command::Register { who, url: self.percent(95), commission, stake }
    }

    /// Returns a command that brings a node nearer to its end.
    fn clear(&mut self, model: &Model, row: &Node, node: u64) -> Command {
        let stakers: Vec<u64> = row.positions.keys().copied().collect();
        if stakers.is_empty() || self.percent(20) {
            return self.end_departed(model, node);
        }
        let who = self.of(&stakers);
        let amount = row.value(row.shares_of(who));
        match self.below(3) {
            0 if row.leaving.is_none() => Command::Leave { who: node },
            1 if row.leaving.is_none() && who != node => Command::Undelegate { who, node, amount },
            _ => Command::Withdraw { who, node, staker: who },
        }
    }

    /// Returns the end of tasks, most often of a node that has a bad time for forty eras.
    fn tasks(&mut self, model: &Model, node: u64) -> Command {
        let bad = 1 + u64::from(model.era) / 40 % NODES;
        let node = if self.percent(60) { bad } else { node };
        let failed = if self.percent(60) { 4 + self.small(6) } else { self.small(5) };
        let served = if self.percent(20) { self.small(200) } else { self.small(3) };
        match self.percent(75) {
            true => Command::Tasks { node, served, failed },
            false => Command::Seats { node, taken: self.small(6), missed: self.small(8) },
        }
    }

    /// Returns a dispute that `node` loses, often more than it can lose in an era, with awards to any
    /// account that are now too little and now too much.
    fn lost_dispute(&mut self, model: &Model, node: u64) -> Command {
        let fraction = self.of(&[1, 10_000_000, 50_000_000, 50_000_000, 123_456_789]);
        let awards = (0..self.small(7)).map(|_| {
            let amount = self.about(&[1, model.most_for_others(fraction) / 3]);
            let owed = self.of(&[0, amount / 7, amount]);
            (1 + self.below(ACTORS), amount, owed)
        });
        let awards = awards.collect();
        Command::LostDispute { node, fraction, awards }
    }

    /// Returns the end of an era in which, more often than not, every node made blocks.
    fn next_era(&mut self) -> Command {
        let most = self.of(&[5, 15, 20, 40]);
        let blocks = [0; 4].map(|_| if self.percent(85) { most } else { self.of(&[0, 0, 1]) });
        Command::NextEra { blocks, hook: self.percent(80) }
    }

    fn equivocation(&mut self, model: &Model, node: u64) -> Command {
        let fraction = if self.percent(2) { super::ONE } else { self.of(&FRACTIONS) };
        let session = (ERA * model.era).saturating_sub(self.small(12));
        let reporter = self.of(&[None, Some(ALICE), Some(FERDIE), Some(NOBODY)]);
        Command::Equivocation { node, fraction, session, reporter }
    }

    /// Returns an appeal or a cancellation.
    fn of_a_slash(&mut self, model: &Model, who: u64) -> Command {
        let open: Vec<u32> = model.open.keys().copied().collect();
        if open.is_empty() || self.percent(5) {
            let slash = self.small(model.next_slash + 1);
            return Command::CancelSlash { slash };
        }
        let slash = self.of(&open);
        let node = model.open[&slash].node;
        let row = model.nodes.get(&node).filter(|_| self.percent(30));
        let stakers = row.into_iter().flat_map(|row| row.positions.keys().copied());
        let stakers: Vec<u64> = stakers.chain([node]).collect();
        match self.below(10) {
            0..4 => Command::CancelSlash { slash },
            4 => Command::Appeal { who, slash },
            _ => Command::Appeal { who: self.of(&stakers), slash },
        }
    }

    fn commission(&mut self, model: &Model, who: u64) -> Command {
        let now = model.nodes.get(&who).map_or(0, |row| row.commission_in(model.era));
        let (raise, cut) = (self.small(60_000_000), self.small(60_000_000));
        let commission = self.of(&[now + raise, now.saturating_sub(cut), 200_000_000]);
        Command::SetCommission { who, commission }
    }

    /// Returns parameters around those of the tests; a few are out of bounds.
    fn params(&mut self) -> Params {
        let percent = Perbill::from_percent;
        Params {
            min_self_stake: self.of(&[STAKE, STAKE, 2 * STAKE, STAKE / 2]),
            min_delegation: self.of(&[UNIT, 7 * UNIT + 1, UNIT / 100]),
            max_delegation_ratio: self.of(&[1, 3, 10]),
            validator_count: self.of(&[4, 4, 4, 4, 4, 4, 0]),
            minimum_validators: self.of(&[1, 3]),
            unbonding_eras: self.of(&[5, 6, 9, 14]),
            slash_defer_eras: self.of(&[1, 2, 3]),
            appeal_eras: self.of(&[1, 1, 2]),
            appeal_bond: UNIT * self.of(&[10, 30, 100_000]),
            reporter_share: self.of(&[percent(0), percent(10), percent(50)]),
            service_slash_cap: self.of(&[percent(5), percent(10), percent(50)]),
            failed_tasks: Perbill::from_perthousand(self.of(&[0, 1, 1, 1, 13])),
            dispute_cap: self.of(&[percent(0), percent(7), percent(30)]),
            commission_notice_eras: self.of(&[1, 3]),
            jail_eras: self.of(&[1, 2, 4]),
            profile_deposit: self.of(&[DEPOSIT, 3 * DEPOSIT + 1]),
            ..params()
        }
    }
}
