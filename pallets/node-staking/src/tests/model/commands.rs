//! The commands to the pallet.

use nes_support::params::Bounded;

use super::{disputes::Award, ensure, Conduct, Model, Node, Outcome, Position};
use crate::Params;

/// A call, or a change without a call.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Command {
    Register {
        who: u64,
        url: bool,
        commission: u32,
        stake: u128,
    },
    SetProfile {
        who: u64,
        url: bool,
    },
    SetAgent {
        who: u64,
        agent: Option<u64>,
    },
    Validate {
        who: u64,
    },
    Chill {
        who: u64,
    },
    Leave {
        who: u64,
    },
    Withdraw {
        who: u64,
        node: u64,
        staker: u64,
    },
    SetParams {
        params: Params,
    },
    Delegate {
        who: u64,
        node: u64,
        amount: u128,
    },
    Undelegate {
        who: u64,
        node: u64,
        amount: u128,
    },
    Rebond {
        who: u64,
        node: u64,
        amount: u128,
    },
    Redelegate {
        who: u64,
        from: u64,
        to: u64,
        amount: u128,
    },
    Claim {
        who: u64,
        node: u64,
    },
    ClaimFor {
        who: u64,
        node: u64,
        staker: u64,
    },
    SetCompound {
        who: u64,
        node: u64,
        compound: bool,
    },
    SetCommission {
        who: u64,
        commission: u32,
    },
    Unjail {
        who: u64,
    },
    Appeal {
        who: u64,
        slash: u32,
    },
    CancelSlash {
        slash: u32,
    },
    ApplySlash {
        who: u64,
        node: u64,
        staker: u64,
    },
    ForceLeave {
        node: u64,
    },
    Reward {
        node: u64,
        amount: u128,
    },
    Tasks {
        node: u64,
        served: u32,
        failed: u32,
    },
    Seats {
        node: u64,
        taken: u32,
        missed: u32,
    },
    LostDispute {
        node: u64,
        fraction: u32,
        awards: Vec<Award>,
    },
    Equivocation {
        node: u64,
        fraction: u32,
        session: u32,
        reporter: Option<u64>,
    },
    SetKeys {
        who: u64,
    },
    PurgeKeys {
        who: u64,
    },
    /// The next session of the same era.
    NextSession,
    /// The end of the era, in which the nodes from the first on made these numbers of blocks, and
    /// the hook in the next one.
    NextEra {
        blocks: [usize; 4],
        hook: bool,
    },
    /// The hook.
    Hook,
}

impl Model {
    /// Runs the command, or returns the error for which it is refused. Time passes and the hook
    /// comes by other functions.
    pub(crate) fn run(&mut self, command: &Command) -> Outcome {
        use Command::*;
        match *command {
            Register { who, url, commission, stake } => self.register(who, url, commission, stake),
            SetProfile { who, url } => {
                ensure(url, "InvalidEndpoint")?;
                self.node(who).map(|_| ())
            }
            SetAgent { who, agent } => self.set_agent(who, agent),
            Validate { who } => self.validate(who),
            Chill { who } => self.chill(who),
            Leave { who: node } | ForceLeave { node } => self.leave(node),
            Withdraw { node, staker, .. } => self.withdraw(node, staker),
            SetParams { params } => {
                ensure(params.is_valid(), "ParamsOutOfBounds")?;
                self.params = params;
                Ok(())
            }
            Delegate { who, node, amount } => self.delegate(who, node, amount),
            Undelegate { who, node, amount } => self.undelegate(who, node, amount),
            Rebond { who, node, amount } => self.rebond(who, node, amount),
            Redelegate { who, from, to, amount } => self.redelegate(who, from, to, amount),
            Claim { who: staker, node } | ClaimFor { node, staker, .. } => self.claim(node, staker),
            SetCompound { who, node, compound } => self.set_compound(node, who, compound),
            SetCommission { who, commission } => self.set_commission(who, commission),
            Unjail { who } => self.unjail(who),
            Appeal { who, slash } => self.appeal(who, slash),
            CancelSlash { slash } => self.cancel(slash),
            ApplySlash { node, staker, .. } => self.apply_slash(node, staker),
            Reward { node, amount } => self.reward(node, amount),
            Tasks { node, served, failed } => {
                (0..failed).for_each(|_| self.quietly(|model| model.task(node, true)));
                (0..served).for_each(|_| self.quietly(|model| model.task(node, false)));
                Ok(())
            }
            Seats { node, taken, missed } => {
                (0..missed).for_each(|_| self.quietly(|model| model.seat(node, true)));
                (0..taken).for_each(|_| self.quietly(|model| model.seat(node, false)));
                Ok(())
            }
            LostDispute { node, fraction, ref awards } => {
                self.quietly(|model| model.lose(node, fraction, awards));
                Ok(())
            }
            Equivocation { node, fraction, session, reporter } => {
                let era = session / crate::mock::ERA;
                self.quietly(|model| model.equivocation(node, fraction, era, reporter));
                Ok(())
            }
            SetKeys { who } => {
                self.keys.insert(who);
                Ok(())
            }
            PurgeKeys { who } => ensure(self.keys.remove(&who), "NoKeys"),
            NextSession | NextEra { .. } | Hook => unreachable!(),
        }
    }

    /// Runs `what`, and leaves everything as it is if it is refused.
    fn quietly(&mut self, what: impl FnOnce(&mut Self) -> Outcome) {
        let mut next = self.clone();
        if what(&mut next).is_ok() {
            *self = next;
        }
    }

    fn register(&mut self, who: u64, url: bool, commission: u32, stake: u128) -> Outcome {
        let params = self.params;
        ensure(!self.nodes.contains_key(&who), "AlreadyRegistered")?;
        ensure(commission <= params.max_commission.deconstruct(), "CommissionAboveMaximum")?;
        ensure(stake >= params.min_self_stake, "StakeBelowMinimum")?;
        ensure(url, "InvalidEndpoint")?;
        self.hold_stake(who, who, stake)?;
        self.hold_deposit(who, params.profile_deposit)?;
        let position = Position { shares: stake, held: stake, ..Position::default() };
        let node = Node {
            commission,
            raise: None,
            commission_due: 0,
            carry: Default::default(),
            slashes: Vec::new(),
            validator: false,
            jail: None,
            leaving: None,
            deposit: params.profile_deposit,
            agent: None,
            positions: [(who, position)].into(),
            conduct: Conduct::default(),
            last_reward: Default::default(),
            slack: Default::default(),
        };
        self.nodes.insert(who, node);
        Ok(())
    }

    fn set_agent(&mut self, who: u64, agent: Option<u64>) -> Outcome {
        let exists = agent.is_none_or(|agent| self.accounts.contains_key(&agent));
        ensure(exists, "AgentDoesNotExist")?;
        self.node(who)?.agent = agent;
        Ok(())
    }

    fn validate(&mut self, who: u64) -> Outcome {
        let has_keys = self.keys.contains(&who);
        let minimum = self.params.min_self_stake;
        let row = self.node(who)?;
        ensure(row.leaving.is_none(), "NodeLeaving")?;
        ensure(!row.validator, "AlreadyValidator")?;
        ensure(row.jail.is_none(), "NodeJailed")?;
        ensure(!row.is_exhausted(), "NodeExhausted")?;
        ensure(row.value(row.shares_of(who)) + 1 >= minimum, "StakeBelowMinimum")?;
        ensure(has_keys, "NoSessionKeys")?;
        row.validator = true;
        Ok(())
    }

    fn chill(&mut self, who: u64) -> Outcome {
        let row = self.node(who)?;
        ensure(row.validator, "NotValidator")?;
        row.validator = false;
        Ok(())
    }

    fn unjail(&mut self, who: u64) -> Outcome {
        let (era, minimum) = (self.era, self.params.min_self_stake);
        let row = self.node(who)?;
        let until = row.jail.ok_or("NotJailed")?;
        ensure(until <= era, "StillJailed")?;
        ensure(row.leaving.is_none(), "NodeLeaving")?;
        ensure(!row.is_exhausted(), "NodeExhausted")?;
        ensure(row.value(row.shares_of(who)) + 1 >= minimum, "StakeBelowMinimum")?;
        row.jail = None;
        row.slashes.iter_mut().for_each(|slash| slash.jail = None);
        Ok(())
    }
}
