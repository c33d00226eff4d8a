//! The judgement of a dispute: the payment of the second committee, the bonds, and who is slashed.

use nes_core::{AccountId, Answer, Balance, Decision, FeeParts, SecondSeat, TaskId, Usage};
use nes_runtime::{Disputes, NodeStaking, Runtime, Treasury};
use nes_traits::Award;
use pallet_disputes::Event;

use super::{
    disputes::{seat_price, Disputer, Kept, State, WINDOW},
    money::BILLION,
    slashes::{most_for_others, Loss, LOST, WRONG_SECOND},
    task::{cost, Member, Phase, Task},
    Books,
};
use crate::random::world::acts_for;

/// The success of a disputer.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Success {
    Won,
    Lost,
    Neither,
}

/// A disputer with its success and its part of what was spent.
type Party = (Disputer, Success, Balance);

/// A payment that the slashes of an overturned task are to make: the account, the amount, and the
/// part of it that is owed.
type Due = (AccountId, Balance, Balance);

fn contradicts(one: Option<Answer>, other: Option<Answer>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.contradicts(&other))
}

impl Books {
    pub(super) fn follow_dispute(&mut self, event: Event<Runtime>) {
        match event {
            Event::DisputeStarted { task, second, closes, draws } => {
                self.started(task, second, [closes, draws]);
            }
            Event::Decided { task, second, decision, committee, spent, forfeited } => {
                self.decided(task, second, decision, committee, [spent, forfeited]);
            }
            Event::WindowStarted { task, until } => {
                let kept = &self.kept[&task];
                assert_eq!((kept.state, kept.until), (State::Undisputed, until));
            }
            _ => {}
        }
    }

    /// A dispute is decided: by the books it is the same decision, of the same amounts.
    fn decided(
        &mut self,
        id: TaskId,
        second: TaskId,
        decision: Decision,
        committee: Vec<SecondSeat<AccountId>>,
        [spent, forfeited]: [Balance; 2],
    ) {
        let task = self.ended_second(second, committee.is_empty());
        let kept = self.kept[&id].clone();
        let right = task.agreed();
        let should = match right {
            None => Decision::Undecided,
            Some(answer) if answer.contradicts(&kept.answer) => Decision::Overturned { answer },
            Some(answer) => Decision::Upheld { answer },
        };
        assert_eq!(decision, should);
        let seats = seats(&kept, &task, right);
        assert_eq!(committee, seats);
        let sum: Balance = seats.iter().map(|seat| seat.paid).sum();
        assert!(sum == spent && spent <= kept.bond());

        let is_silent = committee.iter().all(|seat| seat.answer.is_none());
        let parties = parties(&kept, &decision, is_silent, spent);
        assert_eq!(self.settle_bonds(&seats, &parties), forfeited);
        let losses = right.map_or(Vec::new(), |right| self.losses(&kept, &task, right, &parties));
        self.follow_losses(losses);
        self.note_decision(&decision, committee.is_empty(), &parties);
        let overturning = match decision {
            Decision::Overturned { answer } => Some(answer),
            Decision::Upheld { .. } | Decision::Undecided => None,
        };
        if decision == Decision::Undecided && !kept.again {
            let until = self.block + WINDOW;
            let before = committee.into_iter().map(|seat| seat.node).collect();
            let (again, state, disputers) = (true, State::Undisputed, Vec::new());
            self.kept.insert(id, Kept { until, again, before, state, disputers, ..kept });
        } else {
            self.kept.remove(&id);
            self.finish(kept, overturning);
        }
    }

    /// Takes the second committee's task, which has ended now: with its deadline, or with a draw that
    /// has found too few nodes.
    fn ended_second(&mut self, second: TaskId, is_undrawn: bool) -> Task {
        if is_undrawn {
            self.come_to_draw(second);
            assert!(self.drawable(second).len() < usize::from(self.tasks[&second].seats));
        } else {
            let task = &self.tasks[&second];
            assert_eq!((task.phase, task.due), (Phase::Revealing, self.block));
        }
        self.tasks.remove(&second).expect("it was open, and ends once")
    }

    /// Pays the second committee and gives the bonds back; returns the amount that is forfeited.
    fn settle_bonds(&mut self, seats: &[SecondSeat<AccountId>], parties: &[Party]) -> Balance {
        let (pot, treasury) = (Disputes::pot(), Treasury::account_id());
        for seat in seats {
            self.money.pay(&pot, &treasury, seat.parts.treasury);
            self.money.pay(&pot, &NodeStaking::reward_pot(), seat.parts.node);
            self.earned += seat.parts.node;
        }
        let mut forfeited = 0;
        for (disputer, success, spent) in parties {
            let rest = disputer.bond - spent;
            if disputer.node.is_none() && *success == Success::Lost {
                self.money.pay(&pot, &treasury, rest);
                forfeited += rest;
            } else {
                self.money.pay(&pot, &disputer.who, rest);
            }
        }
        forfeited
    }

    /// Returns what everybody loses whose answer is not the `right` one, in the order of the slashes.
    fn losses(&self, kept: &Kept, second: &Task, right: Answer, parties: &[Party]) -> Vec<Loss> {
        let nominal = |node: &AccountId, fraction| Loss {
            node: node.clone(),
            fraction,
            awards: Vec::new(),
            exact: true,
        };
        let lost = parties.iter().filter(|(_, success, _)| *success == Success::Lost);
        let lost = lost.filter_map(|(disputer, ..)| disputer.node.as_ref());
        let wrong = second.members.iter().filter(|it| contradicts(it.answer(), Some(right)));
        let is_overturned = right.contradicts(&kept.answer);
        let members = is_overturned.then(|| self.losses_of_members(kept, right, parties));
        let members = members.into_iter().flatten();
        let others = lost.map(|node| nominal(node, LOST));
        members
            .chain(others)
            .chain(wrong.map(|member| nominal(&member.node, WRONG_SECOND)))
            .collect()
    }

    /// Returns the losses of the first committee's wrong members, within four times what the winners
    /// have risked, and what is paid out of them.
    fn losses_of_members(&self, kept: &Kept, right: Answer, parties: &[Party]) -> Vec<Loss> {
        let won = parties.iter().filter(|(_, success, _)| *success == Success::Won);
        let winners: Vec<_> = won.map(|(disputer, _, spent)| (disputer, *spent)).collect();
        let wrong = kept.members.iter().filter(|it| contradicts(it.answer, Some(right)));
        let wrong: Vec<_> = wrong.collect();
        if winners.is_empty() {
            return Vec::new();
        }
        let stakes: Vec<_> = wrong.iter().map(|it| self.slashes.stake(&it.node)).collect();
        let exact = stakes.iter().all(Option::is_some);
        let stakes: Vec<_> = stakes.into_iter().map(Option::unwrap_or_default).collect();
        let risk: Balance = winners.iter().map(|(disputer, _)| disputer.risk).sum();
        let total: Balance = stakes.iter().map(|stake| (stake * LOST).div_ceil(BILLION)).sum();
        let fraction = if total <= 4 * risk { LOST } else { LOST * (4 * risk) / total };
        let destroyed: Balance = stakes.iter().map(|stake| stake * fraction / BILLION).sum();
        let restitution = wrong.iter().map(|member| member.paid).sum();
        let mut dues = dues(&winners, (&kept.task.payer, restitution), destroyed, kept.bond());
        let awards = |member: &AccountId| awards(&mut dues, member, most_for_others(fraction));
        let all_awards: Vec<_> = wrong.iter().map(|it| &it.node).map(awards).collect();
        let losses = wrong.iter().zip(all_awards);
        losses.map(|(it, awards)| Loss { node: it.node.clone(), fraction, awards, exact }).collect()
    }

    fn note_decision(&mut self, decision: &Decision, is_undrawn: bool, parties: &[Party]) {
        self.tally.note(match decision {
            Decision::Upheld { .. } => "Upheld",
            Decision::Overturned { .. } => "Overturned",
            Decision::Undecided if is_undrawn => "second not drawn",
            Decision::Undecided => "Undecided",
        });
        for (disputer, success, _) in parties {
            let who = if disputer.node.is_some() { "node" } else { "payer" };
            self.tally.note(format!("{who}: {success:?}"));
        }
    }
}

/// Returns the seats of a second committee, with what is paid for each: the middle price of the right
/// output's usage, or of base and maximum input, and a tenth for the treasury.
fn seats(kept: &Kept, second: &Task, right: Option<Answer>) -> Vec<SecondSeat<AccountId>> {
    let usage = match right {
        Some(Answer::Output(output)) => output.usage,
        _ => Usage { output: 0, ..kept.task.max_usage },
    };
    let pay = cost(&kept.task.shape, kept.median(), usage).expect("it is in the bond");
    let seat = |member: &Member| {
        let answer = member.answer();
        let is_paid = answer.is_some() && !contradicts(answer, right);
        let (paid, node) = if is_paid { (seat_price(pay), pay) } else { (0, 0) };
        let parts = FeeParts { node, treasury: paid - node, ..Default::default() };
        SecondSeat { node: member.node.clone(), answer, paid, parts }
    };
    second.members.iter().map(seat).collect()
}

/// Returns the disputers with their success and their parts of what was spent: who lost shares it, or
/// everybody if nobody did. A second committee that gave no answer excuses who opened none.
fn parties(kept: &Kept, decision: &Decision, is_silent: bool, spent: Balance) -> Vec<Party> {
    let success = |disputer: &Disputer| {
        let own = disputer.opened();
        match decision {
            _ if own.is_none() && is_silent => Success::Neither,
            _ if own.is_none() => Success::Lost,
            Decision::Upheld { answer } | Decision::Overturned { answer }
                if contradicts(own, Some(*answer)) =>
            {
                Success::Lost
            }
            Decision::Overturned { .. } if contradicts(own, Some(kept.answer)) => Success::Won,
            _ => Success::Neither,
        }
    };
    let judged: Vec<_> = kept.disputers.iter().map(|it| (it.clone(), success(it))).collect();
    let has_lost = judged.iter().any(|(_, success)| *success == Success::Lost);
    let pays = |success| !has_lost || success == Success::Lost;
    let number = judged.iter().filter(|(_, success)| pays(*success)).count();
    let number = Balance::try_from(number).unwrap().max(1);
    let mut over = spent % number;
    let part = |(disputer, success)| {
        let part = if pays(success) { spent / number + over.min(1) } else { 0 };
        over -= over.min(if pays(success) { 1 } else { 0 });
        (disputer, success, part)
    };
    judged.into_iter().map(part).collect()
}

/// Returns the payments out of the slashes of an overturned task, in their order: what the winners'
/// bonds were spent for, what the payer paid, and a fifth of what is `destroyed`, half of it for the
/// first winner and the rest by what each has risked.
fn dues(
    winners: &[(&Disputer, Balance)],
    (payer, restitution): (&AccountId, Balance),
    destroyed: Balance,
    bond: Balance,
) -> Vec<Due> {
    let spent = winners.iter().map(|(disputer, spent)| (disputer.who.clone(), *spent, *spent));
    let mut dues: Vec<Due> = spent.collect();
    dues.push((payer.clone(), restitution, restitution));
    let reward = destroyed / 5;
    let (first, rest) = (reward / 2, reward - reward / 2);
    let risks: Balance = winners.iter().map(|(disputer, _)| disputer.risk).sum();
    let mut owed = bond;
    for (place, (disputer, _)) in winners.iter().enumerate() {
        let own = rest * disputer.risk / risks + if place == 0 { first } else { 0 };
        let own = own.min(disputer.risk);
        dues.push((disputer.name().clone(), own, own.min(owed)));
        owed -= own.min(owed);
    }
    dues
}

/// Takes the payments out of the slash of one node: in their order, up to `most`, and none to who acts
/// for it.
fn awards(dues: &mut [Due], node: &AccountId, most: Balance) -> Vec<Award<AccountId>> {
    let mut awards: Vec<Award<AccountId>> = Vec::new();
    let mut left = most;
    for (who, amount, owed) in dues.iter_mut().filter(|(who, ..)| !acts_for(who, node)) {
        let (taken, of_it_owed) = ((*amount).min(left), (*owed).min((*amount).min(left)));
        if taken == 0 {
            continue;
        }
        (*amount, *owed, left) = (*amount - taken, *owed - of_it_owed, left - taken);
        match awards.iter_mut().find(|award| award.who == *who) {
            Some(award) => {
                (award.amount, award.owed) = (award.amount + taken, award.owed + of_it_owed)
            }
            None => awards.push(Award { who: who.clone(), amount: taken, owed: of_it_owed }),
        }
    }
    awards
}
