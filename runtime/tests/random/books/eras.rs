//! The emissions of eras and their receivers, by the formulas of the documentation.

use std::collections::BTreeMap;

use nes_core::{AccountId, Balance, BlockNumber, EraIndex};
use nes_runtime::{
    constants::currency::{EXISTENTIAL_DEPOSIT, ISSUANCE_CAP},
    Balances, NodeStaking, Rewards, Runtime, Session, System, Treasury,
};
use pallet_node_staking::Nodes;
use pallet_rewards::{Params, Points};

use super::{money::BILLION, Books};

/// An era of the development clock and a year, in milliseconds.
const ERA: u128 = 20_000;
const YEAR: u128 = 31_557_600_000;

/// The books of eras.
pub(crate) struct Eras {
    pub(crate) params: Params,
    pub(super) index: EraIndex,
    points: BTreeMap<AccountId, Points>,
    /// The rewards of nodes for the last era that ended, until they are paid.
    due: BTreeMap<AccountId, Balance>,
    /// The NES that wait for them and for the treasury.
    waiting: Balance,
    /// The last block that was counted for its author.
    counted: BlockNumber,
    /// The NES at the beginning, and those minted and burned since.
    genesis: Balance,
    minted: Balance,
    burned: Balance,
}

impl Eras {
    /// Opens in the first era, of which nothing has been counted.
    pub(crate) fn open(issuance: Balance) -> Self {
        Self {
            params: Rewards::params(),
            index: Rewards::running_era().era,
            points: BTreeMap::new(),
            due: BTreeMap::new(),
            waiting: 0,
            counted: 0,
            genesis: issuance,
            minted: 0,
            burned: 0,
        }
    }

    /// Returns true if nodes wait to be paid.
    pub(crate) fn wait(&self) -> bool {
        self.waiting > 0
    }

    /// A fee was paid of which this was `burned`.
    pub(crate) fn note_fee(&mut self, burned: Balance) {
        self.burned += burned;
    }

    /// The work of `node` counts for which this `share` of a fee went to the protocol.
    pub(crate) fn note_work(&mut self, node: &AccountId, share: Balance) {
        if share > 0 {
            self.points.entry(node.clone()).or_default().work += share;
        }
    }

    /// Counts the block for whoever stands first in the set, who makes every block here.
    fn note_author(&mut self) {
        let author = Session::validators()[0].clone();
        self.points.entry(author).or_default().validation += 20;
        self.counted = System::block_number();
    }

    fn all_points(&self) -> Points {
        let sum = |sum: Points, one: &Points| Points {
            validation: sum.validation + one.validation,
            work: sum.work + one.work,
        };
        self.points.values().fold(Points::default(), sum)
    }

    /// The block's end: the chain has counted the same.
    pub(super) fn check(&mut self, issuance: Balance) {
        if self.counted < System::block_number() {
            self.note_author();
        }
        let running = Rewards::running_era();
        assert_eq!(running.era, self.index);
        assert_eq!(running.points, self.all_points());
        for (node, points) in &self.points {
            assert_eq!(Rewards::points(self.index, node), *points);
        }
        assert_eq!(issuance, self.genesis + self.minted - self.burned);
        let pot = Balances::free_balance(Rewards::emission_pot());
        assert_eq!(pot, EXISTENTIAL_DEPOSIT + self.waiting);
    }
}

impl Books {
    /// `era` has ended: its emission comes into being.
    pub(super) fn end_era(&mut self, era: EraIndex) {
        assert!(!self.eras.wait(), "an era was distributed before the next one ended");
        assert_eq!(era, self.eras.index);
        let params = self.eras.params;
        let of = |share: sp_runtime::Perbill, whole: Balance| {
            whole * u128::from(share.deconstruct()) / BILLION
        };
        let room = ISSUANCE_CAP - self.money.issuance();
        let rate = u128::from(params.emission_rate.deconstruct());
        let emission = room * rate * ERA / (BILLION * YEAR);
        let validators = of(params.validators_share, emission);
        let incentives = of(params.incentives_share, emission);
        self.money.mint(&Rewards::emission_pot(), validators + incentives);
        self.money.mint(&Treasury::account_id(), emission - validators - incentives);

        let eras = &mut self.eras;
        let all = eras.all_points();
        let (blocks, work) = (u128::from(all.validation.max(1)), all.work.max(1));
        for (node, points) in core::mem::take(&mut eras.points) {
            let validation = validators * u128::from(points.validation) / blocks;
            let part = incentives * points.work / work;
            let incentive = part.min(of(params.incentive_ratio, points.work));
            eras.due.insert(node, validation + incentive);
        }
        eras.waiting = validators + incentives;
        eras.minted += emission;
        eras.index += 1;
        self.tally.note("era ended");
    }

    /// Everybody is paid for the era that ended; what is left is the treasury's.
    pub(crate) fn distribute(&mut self) {
        let pot = Rewards::emission_pot();
        for (node, due) in core::mem::take(&mut self.eras.due) {
            if Nodes::<Runtime>::contains_key(&node) {
                self.money.pay(&pot, &NodeStaking::reward_pot(), due);
                self.eras.waiting -= due;
                self.earned += due;
                self.tally.note("paid for an era");
            }
        }
        let left = core::mem::take(&mut self.eras.waiting);
        self.money.pay(&pot, &Treasury::account_id(), left);
    }
}
