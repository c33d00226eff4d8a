use std::collections::BTreeMap;

use frame_support::traits::Hooks;
use nes_core::Balance;
use nes_ledger::{incentive, portion};
use proptest::prelude::*;
use sp_runtime::Perbill;

use crate::{mock::*, Params, Points, WeightInfo};

/// A step between two ends of eras.
#[derive(Clone, Debug)]
enum Step {
    Author(u64),
    Work(u64, Balance),
    EndEra,
    /// The idle time of a block, with room for this number of steps.
    Idle(u64),
    /// A stranger's payment for the era that lies this number before the running one, with a limit.
    Distribute(u32, u32),
}

fn step() -> impl Strategy<Value = Step> {
    let node = || prop::sample::select(vec![ALICE, BOB, CHARLIE]);
    prop_oneof![
        5 => node().prop_map(Step::Author),
        5 => (node(), 0u128..10_000_000).prop_map(|(node, fee)| Step::Work(node, fee)),
        2 => Just(Step::EndEra),
        2 => (0u64..8).prop_map(Step::Idle),
        2 => (1u32..4, 1u32..4).prop_map(|(ago, limit)| Step::Distribute(ago, limit)),
    ]
}

/// The amounts that everybody is due, calculated independently of the pallet.
#[derive(Default)]
struct Model {
    running: BTreeMap<u64, Points>,
    due: BTreeMap<u64, Balance>,
    minted: Balance,
    burned: Balance,
}

impl Model {
    fn end_era(&mut self, params: &Params) {
        let issuance = Balances::total_issuance();
        let emission = nes_ledger::emission(Cap::get(), issuance, params.emission_rate, 21_600_000);
        let validators = params.validators_share.mul_floor(emission);
        let budget = params.incentives_share.mul_floor(emission);
        let blocks: u32 = self.running.values().map(|points| points.validation).sum();
        let work: Balance = self.running.values().map(|points| points.work).sum();
        for (node, points) in core::mem::take(&mut self.running) {
            *self.due.entry(node).or_default() +=
                portion(validators, points.validation.into(), blocks.into())
                    + incentive(points.work, work, budget, params.incentive_ratio);
        }
        self.minted += emission;
    }

    fn follow(&mut self, step: &Step) {
        let params = Rewards::params();
        match *step {
            Step::Author(node) => self.running.entry(node).or_default().validation += 20,
            Step::Work(node, fee) => {
                let parts = Rewards::split(fee, Perbill::zero());
                self.running.entry(node).or_default().work += parts.burned + parts.treasury;
                *self.due.entry(node).or_default() += parts.node;
                self.burned += parts.burned;
            }
            Step::EndEra => self.end_era(&params),
            Step::Idle(_) | Step::Distribute(..) => {}
        }
    }
}

fn make(step: &Step) {
    match *step {
        Step::Author(node) => author(node, 1),
        Step::Work(node, fee) => work(node, fee),
        Step::EndEra => end_era(),
        Step::Idle(steps) => {
            Rewards::on_idle(1, <() as WeightInfo>::pay_node() * steps);
        }
        Step::Distribute(ago, limit) => {
            let era = Rewards::running_era().era.saturating_sub(ago);
            let _ = Rewards::distribute(signed(PAYER), era, limit);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Checks that in any order of steps everybody is paid the amount of the model once, and that
    /// the issuance agrees with the books after every step.
    #[test]
    fn everybody_is_paid_once_what_is_due(steps in prop::collection::vec(step(), 1..120)) {
        build_and_execute(|| {
            let genesis = Balances::total_issuance();
            Cap::set(genesis + 18_262_500_000);
            let mut model = Model::default();
            for step in &steps {
                model.follow(step);
                make(step);
                Rewards::do_try_state().unwrap();
                assert_eq!(Balances::total_issuance(), genesis + model.minted - model.burned);
            }
            idle();
            assert_eq!(pot(), 0);
            for node in [ALICE, BOB, CHARLIE] {
                assert_eq!(gained(node), model.due.get(&node).copied().unwrap_or(0));
            }
        });
    }
}
