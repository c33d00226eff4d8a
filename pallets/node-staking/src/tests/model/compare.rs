//! The commands on the pallet, and the comparison of its state with the model.

use frame_support::{
    storage::with_storage_layer,
    traits::{
        fungible::{Balanced, Inspect, InspectHold},
        PalletInfoAccess,
    },
};
use nes_traits::{Award, LostDispute, NodeRegistry, NodeRewards, StakeAtRisk};
use num_bigint::BigUint;
use sp_runtime::{DispatchError, DispatchResult, Perbill};
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

use super::{
    super::steps::{fail, plain, serve, sit},
    money::TOKEN,
    Account, Arrival, Cause, Command, Model, Node, Outcome, Position, Slash, State, PARTS,
};
use crate::{mock::*, Conducts, HoldReason, Nodes, OpenSlashes, Positions, SlashKind, SlashState};

/// Runs the command on the pallet; returns the name of the error if it is refused.
pub(crate) fn apply(command: &Command) -> Outcome {
    with_storage_layer(|| call(command)).map_err(|error| match error {
        DispatchError::Module(error) if usize::from(error.index) == NodeStaking::index() => {
            error.message.unwrap()
        }
        DispatchError::Other(name) => name,
        _ => TOKEN,
    })
}

fn call(command: &Command) -> DispatchResult {
    use Command::*;
    let by = RuntimeOrigin::signed;
    let root = RuntimeOrigin::root;
    let profile = |url| serving_at(if url { "https://node.example" } else { "node.example" });
    match *command {
        Register { who, url, commission, stake } => {
            NodeStaking::register(by(who), profile(url), Perbill::from_parts(commission), stake)
        }
        SetProfile { who, url } => NodeStaking::set_profile(by(who), profile(url)),
        SetAgent { who, agent } => NodeStaking::set_agent(by(who), agent),
        Validate { who } => NodeStaking::validate(by(who)),
        Chill { who } => NodeStaking::chill(by(who)),
        Leave { who } => NodeStaking::leave(by(who)),
        Withdraw { who, node, staker } => plain(NodeStaking::withdraw(by(who), node, staker)),
        SetParams { params } => NodeStaking::set_params(root(), params),
        Delegate { who, node, amount } => NodeStaking::delegate(by(who), node, amount),
        Undelegate { who, node, amount } => NodeStaking::undelegate(by(who), node, amount),
        Rebond { who, node, amount } => NodeStaking::rebond(by(who), node, amount),
        Redelegate { who, from, to, amount } => {
            plain(NodeStaking::redelegate(by(who), from, to, amount))
        }
        Claim { who, node } => NodeStaking::claim(by(who), node),
        ClaimFor { who, node, staker } => NodeStaking::claim_for(by(who), node, staker),
        SetCompound { who, node, compound } => NodeStaking::set_compound(by(who), node, compound),
        SetCommission { who, commission } => {
            NodeStaking::set_commission(by(who), Perbill::from_parts(commission))
        }
        Unjail { who } => NodeStaking::unjail(by(who)),
        Appeal { who, slash } => NodeStaking::appeal(by(who), slash),
        CancelSlash { slash } => NodeStaking::cancel_slash(root(), slash),
        ApplySlash { who, node, staker } => plain(NodeStaking::apply_slash(by(who), node, staker)),
        ForceLeave { node } => NodeStaking::force_leave(by(STAKING_ADMIN), node),
        _ => happen(command),
    }
}

/// Runs a command that is not a call of the pallet.
fn happen(command: &Command) -> DispatchResult {
    match *command {
        Command::Reward { node, amount } => NodeStaking::reward(&node, Balances::issue(amount))
            .map_err(|_| DispatchError::Other("NotRegistered"))?,
        Command::Tasks { node, served, failed } => {
            fail(node, failed);
            serve(node, served);
        }
        Command::Seats { node, taken, missed } => sit(node, taken + missed, missed),
        Command::LostDispute { node, fraction, ref awards } => {
            let award = |&(who, amount, owed): &_| Award { who, amount, owed };
            let awards = awards.iter().map(award).collect();
            let fraction = Perbill::from_parts(fraction);
            NodeStaking::lose(LostDispute { node, fraction, awards });
        }
        Command::Equivocation { node, fraction, session, reporter } => {
            let reporters = reporter.into_iter().collect();
            let offence = OffenceDetails { offender: (node, ()), reporters };
            NodeStaking::on_offence(&[offence], &[Perbill::from_parts(fraction)], session);
        }
        Command::SetKeys { who } => set_keys(who),
        Command::PurgeKeys { who } => {
            Session::purge_keys(signed(who)).map_err(|_| DispatchError::Other("NoKeys"))?;
        }
        _ => unreachable!("{command:?} is a call, or for the sessions"),
    }
    Ok(())
}

impl Model {
    /// Panics unless the pallet has the same state.
    pub(crate) fn assert_agrees(&self) {
        assert_eq!(NodeStaking::active_era(), self.era);
        assert_eq!(Nodes::<Test>::iter_keys().count(), self.nodes.len());
        for (who, node) in &self.nodes {
            self.assert_node(*who, node);
            assert_eq!(Positions::<Test>::iter_key_prefix(who).count(), node.positions.len());
            for (staker, position) in &node.positions {
                assert_position(*who, node, *staker, position);
                self.assert_arrivals(*who, *staker, &position.arrivals);
            }
            assert!(node.rewards_are_fair(), "rewards are further from a fair division than said");
        }
        self.assert_open_slashes();
        self.assert_money();
    }

    fn assert_node(&self, who: u64, node: &Node) {
        let row = Nodes::<Test>::get(who).unwrap();
        assert_eq!(row.shares, node.shares());
        assert_eq!(row.self_shares, node.shares_of(who));
        assert_eq!(row.unbonding_shares, node.unbonding_shares() + self.departed(who));
        assert_eq!(row.stake(), node.value(node.shares()));
        assert_eq!(row.self_stake(), node.value(node.shares_of(who)));
        assert_eq!(row.is_exhausted(), node.is_exhausted());
        assert!(row.slashes.iter().map(seen).eq(node.slashes.iter().copied()));
        assert_eq!(row.commission_at(self.era).deconstruct(), node.commission_in(self.era));
        assert_eq!(row.commission_accrued, node.commission_due);
        assert_eq!(BigUint::from(row.reward_carry), node.carry);
        assert_eq!(row.agent, node.agent);
        assert_eq!(row.validator, node.validator);
        assert_eq!(row.jailed_until, node.jail);
        assert_eq!(row.unlock_era(), node.leaving);
        let works = node.works(who, self.era, self.params.min_self_stake);
        assert_eq!(NodeStaking::is_active(&who), works);
        self.assert_conduct(who, node);
    }

    /// Compares what a position answers with for other nodes, as it was applied last and as it is by
    /// now.
    fn assert_arrivals(&self, who: u64, staker: u64, arrivals: &[Arrival]) {
        let mut found = Positions::<Test>::get(who, staker).unwrap().arrivals;
        assert_eq!(found.len(), arrivals.len());
        for (found, arrival) in found.iter_mut().zip(arrivals) {
            assert_eq!((found.from, found.shares), (arrival.from, arrival.shares));
            assert_eq!((found.unlock_era, found.value), (arrival.unlock, arrival.value));
            let from = Nodes::<Test>::get(arrival.from).unwrap();
            assert_eq!(found.is_over(&from, self.era), self.is_over(arrival));
            assert_eq!(found.lose(&from), self.due_of(arrival));
        }
        let is_whole = self.nodes[&who].slashes.iter().all(|slash| !slash.is_executed());
        let answers = self.ensure_answers(who, staker).is_ok();
        assert!(answers || !is_whole, "a position that lost nothing here cannot answer");
    }

    fn assert_conduct(&self, who: u64, node: &Node) {
        let row = Conducts::<Test>::get(who);
        assert_eq!(row.era.is_fault(), node.conduct.is_fault());
        if node.conduct.era == self.era || node.conduct.is_fault() {
            let tasks = (node.conduct.era, node.conduct.tasks, node.conduct.failed);
            assert_eq!((row.era.index, row.era.tasks, row.era.failed), tasks);
            let seats = (node.conduct.seats, node.conduct.missed);
            assert_eq!((row.era.duty, row.era.duty_missed), seats);
        }
        assert_eq!(row.faults.into_inner(), node.conduct.faults);
        assert_eq!(row.disputes.into_inner(), node.conduct.lost);
    }

    fn assert_open_slashes(&self) {
        assert_eq!(OpenSlashes::<Test>::iter_keys().count(), self.open.len());
        for (id, open) in &self.open {
            let row = OpenSlashes::<Test>::get(id).unwrap();
            assert_eq!((row.node, row.execute_era), (open.node, open.execute_era));
            let reporter =
                row.reporter.map(|reporter| (reporter.who, reporter.share.deconstruct()));
            assert_eq!(reporter, open.reporter);
            let awards = row.awards.iter().map(|award| (award.who, award.amount));
            assert!(awards.eq(open.awards.iter().copied()));
            assert_eq!(row.appeal.map(|appeal| (appeal.who, appeal.bond)), open.appeal);
        }
    }

    /// Compares every account to the planck, and the sum of all.
    fn assert_money(&self) {
        let pot = NodeStaking::reward_pot();
        let least = Balances::minimum_balance();
        assert_eq!(Balances::free_balance(pot), self.pot + least);
        let mut accounts = 0;
        for who in frame_system::Account::<Test>::iter_keys().filter(|who| *who != pot) {
            let held = |why: HoldReason| Balances::balance_on_hold(&why.into(), &who);
            let account = Account {
                free: Balances::free_balance(who),
                stake: held(HoldReason::Stake),
                delegations: held(HoldReason::Delegation),
                deposit: held(HoldReason::Profile),
                bonds: held(HoldReason::Appeal),
            };
            assert_eq!(Some(&account), self.accounts.get(&who), "the account of {who}");
            accounts += 1;
        }
        assert_eq!(accounts, self.accounts.len());
        assert_eq!(Balances::total_issuance(), self.issuance() + least);
        self.assert_totals();
        self.assert_pot();
    }

    /// Compares the amounts on hold for each reason, of all accounts together.
    fn assert_totals(&self) {
        let sum = |part: fn(&Account) -> u128| self.accounts.values().map(part).sum::<u128>();
        let held = NodeStaking::held;
        assert_eq!(held(HoldReason::Stake), sum(|account| account.stake));
        assert_eq!(held(HoldReason::Delegation), sum(|account| account.delegations));
        assert_eq!(held(HoldReason::Profile), sum(|account| account.deposit));
        assert_eq!(held(HoldReason::Appeal), sum(|account| account.bonds));
    }

    /// Checks that the pot is the amount owed, to the last part of a planck.
    fn assert_pot(&self) {
        let owed = self.nodes.values().fold(self.forgotten.clone(), |sum, node| {
            let sum = sum + &node.carry + BigUint::from(node.commission_due) * PARTS;
            node.positions.values().fold(sum, |sum, position| sum + &position.rewards)
        });
        assert_eq!(owed, BigUint::from(self.pot) * PARTS);
    }
}

fn assert_position(who: u64, node: &Node, staker: u64, position: &Position) {
    let row = Nodes::<Test>::get(who).unwrap();
    let mut found = Positions::<Test>::get(who, staker).unwrap();
    assert_eq!((found.shares, found.held), (position.shares, position.held));
    assert_eq!(found.compound, position.compound);
    let entries = found.unbonding.iter().map(|entry| (entry.unlock_era, entry.shares));
    assert!(entries.eq(position.entries.iter().map(|(era, shares)| (*era, *shares))));

    assert_eq!(row.retained().value(found.shares), node.value(position.shares));
    let worth = found.value(&row, crate::Slash::counts);
    assert_eq!(worth, Some(node.worth(position, Slash::counts)));
    let worth = found.value_for_good(&row);
    assert_eq!(worth, Some(node.worth(position, Slash::is_executed)));
    assert!(worth <= Some(found.held));

    found.settle(row.reward_per_share).unwrap();
    let rewards = BigUint::from(found.accrued) * PARTS + found.accrued_fraction;
    assert_eq!(rewards, position.rewards);
}

/// Returns a slash of the pallet in the form of the model.
fn seen(slash: &crate::Slash) -> Slash {
    Slash {
        id: slash.id,
        era: slash.era,
        fraction: slash.fraction.deconstruct(),
        jail: slash.jails_until,
        state: match slash.state {
            SlashState::Pending => State::Pending,
            SlashState::Executed => State::Executed,
            SlashState::Cancelled => State::Cancelled,
        },
        cause: match slash.kind {
            SlashKind::Service => Cause::Service,
            SlashKind::Dispute => Cause::Dispute,
            SlashKind::Equivocation { offence } => Cause::Offence(offence),
        },
    }
}
