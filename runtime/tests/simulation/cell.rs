//! A cell of the table: a strategy, a share of the stake, and a parameter at a bound or none.

use std::{collections::BTreeMap, sync::Mutex};

use nes_core::Balance;
use nes_runtime::constants::currency::UNIT;
use serde_json::{json, Value};

use super::{
    chain::Chain,
    run::{simulate, Ending},
    strategies::{Honest, Strategy},
    world::World,
};

/// The strategies by name.
pub(crate) type Named = (&'static str, fn() -> Box<dyn Strategy>);

/// A parameter at one of its bounds.
pub(crate) struct Bound {
    /// The parameter and its value.
    pub(crate) name: &'static str,
    /// The patch of the genesis.
    pub(crate) patch: fn() -> Value,
    /// The stake that each node needs by it, in NES, if it is not the default.
    pub(crate) stake: Balance,
}

/// The sums over the runs of a cell.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(crate) struct Figures {
    /// The attacker's profit, and that of the same group if it is honest, in planck.
    pub(crate) profit: i128,
    pub(crate) honest: i128,
    /// The losses of others, in planck.
    pub(crate) harm: i128,
    /// The number of disputes.
    pub(crate) disputes: u32,
}

impl Figures {
    /// Returns what the strategy has cost the attacker.
    pub(crate) fn cost(&self) -> i128 {
        self.honest - self.profit
    }

    /// Returns true if it did not pay, and harmed others by a tenth of its cost at most.
    pub(crate) fn is_sound(&self) -> bool {
        self.cost() >= 0 && 10 * self.harm <= self.cost()
    }

    /// Returns it as a line of JSON with the name of its cell.
    pub(crate) fn to_line(self, cell: &str) -> String {
        let Self { profit, honest, harm, disputes } = self;
        let numbers = [profit, honest, harm].map(|amount| amount.to_string());
        json!({ "cell": cell, "amounts": numbers, "disputes": disputes }).to_string()
    }

    /// Returns the cell and the result of such a line.
    pub(crate) fn from_line(line: &str) -> Option<(String, Self)> {
        let line: Value = serde_json::from_str(line).ok()?;
        let amount = |index: usize| line["amounts"][index].as_str()?.parse().ok();
        let disputes = line["disputes"].as_u64()?.try_into().ok()?;
        let (profit, honest, harm) = (amount(0)?, amount(1)?, amount(2)?);
        Some((line["cell"].as_str()?.into(), Self { profit, honest, harm, disputes }))
    }
}

/// The maker of cells. It keeps what honest groups have won, because most cells are compared with
/// the same.
#[derive(Default)]
pub(crate) struct Simulator {
    honest: Mutex<BTreeMap<String, i128>>,
}

impl Simulator {
    /// Runs a strategy on the chain with these seeds, and the same group honestly beside it.
    pub(crate) fn figures(
        &self,
        strategy: &Named,
        share: u8,
        bound: Option<&Bound>,
        blocks: u32,
        seeds: u64,
    ) -> Figures {
        let mut sum = Figures::default();
        for seed in 0..seeds {
            let mut world = World::new(seed, share);
            if let Some(bound) = bound {
                world.patch = (bound.patch)();
                world.stake = bound.stake * UNIT;
            }
            let mut strategy = strategy.1();
            strategy.prepare(&mut world);
            let ending = on_chain(&world, &mut *strategy, blocks);
            sum.profit += ending.profit;
            sum.honest += self.honest(&world, blocks);
            sum.harm += ending.harm;
            sum.disputes += ending.disputes;
        }
        sum
    }

    /// Returns the profit of the honest group in this world.
    fn honest(&self, world: &World, blocks: u32) -> i128 {
        let key = format!("{blocks} {world:?}");
        let known = self.honest.lock().unwrap().get(&key).copied();
        known.unwrap_or_else(|| {
            let Ending { profit, harm, disputes } = on_chain(world, &mut Honest, blocks);
            assert_eq!((harm, disputes), (0, 0), "honest participants harm nobody");
            self.honest.lock().unwrap().insert(key, profit);
            profit
        })
    }
}

/// Runs a strategy on a new chain.
fn on_chain(world: &World, strategy: &mut dyn Strategy, blocks: u32) -> Ending {
    let mut chain = Chain::new(world);
    let ending = simulate(world, &mut chain, strategy, blocks);
    chain.assert_sound();
    ending
}
