//! Operators and delegators and their stake. The pallet's own reference model says how
//! these calls end; here they only have to happen.

use nes_core::AccountId;
use nes_runtime::{constants::currency::UNIT, Runtime};
use pallet_node_staking::{Call, Nodes, Positions};

use super::{
    common::call_as,
    world::{self, node, LEAVER},
    Run,
};

impl Run {
    /// Somebody claims, stakes, unstakes or has a slash applied.
    pub(crate) fn stakers_act(&mut self) {
        let positions: Vec<_> = Positions::<Runtime>::iter_keys().collect();
        let (node, staker) = self.rng.pick(&positions);
        match self.rng.below(16u32) {
            0..8 => self.try_call(&staker, Call::claim { node }),
            8..11 => self.try_call(&staker, Call::apply_slash { node, staker: staker.clone() }),
            11 => self.try_call(&staker, Call::undelegate { node, amount: 50 * UNIT + 1 }),
            12 => self.try_call(&staker, Call::delegate { node, amount: 60 * UNIT + 3 }),
            13 => self.try_call(&staker, Call::withdraw { node, staker: staker.clone() }),
            _ => {}
        }
    }

    /// Operators make up for what slashes took, and go back to work.
    pub(crate) fn recover(&mut self) {
        let index = self.rng.below(LEAVER);
        let node = node(index);
        let Some(row) = Nodes::<Runtime>::get(&node) else { return };
        self.try_call(&node, Call::unjail {});
        let missing = world::stake_of(index).saturating_sub(row.self_stake());
        if missing > UNIT {
            self.try_call(&node, Call::delegate { node: node.clone(), amount: missing });
        }
    }

    /// One node leaves, and with it whoever stands behind it.
    pub(crate) fn leave(&mut self) {
        self.try_call(&node(LEAVER), Call::leave {});
    }

    /// The node that left takes out what has matured.
    pub(crate) fn withdraw_all_of_the_leaver(&mut self) {
        let stakers = Positions::<Runtime>::iter_key_prefix(node(LEAVER)).collect::<Vec<_>>();
        for staker in stakers {
            self.try_call(&staker, Call::withdraw { node: node(LEAVER), staker: staker.clone() });
        }
    }

    /// It registers anew once it is gone; its offers are still those of the node that left.
    pub(crate) fn come_back(&mut self) {
        let node = node(LEAVER);
        if !Nodes::<Runtime>::contains_key(&node) {
            world::register(&node, LEAVER);
            self.books.tally.note("registered anew");
        }
    }

    /// Everybody claims what waits and moves what slashes have taken.
    pub(crate) fn settle_up(&mut self) {
        for (node, staker) in Positions::<Runtime>::iter_keys().collect::<Vec<_>>() {
            self.try_call(&staker, Call::claim { node: node.clone() });
            self.try_call(&staker, Call::apply_slash { node, staker: staker.clone() });
        }
    }

    fn try_call(&mut self, who: &AccountId, call: Call<Runtime>) {
        if let Err(error) = call_as(who.clone(), call) {
            let name: &'static str = error.error.into();
            self.books.tally.note(name);
        }
    }
}
