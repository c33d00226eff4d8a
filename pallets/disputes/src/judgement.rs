//! The judgement of a dispute: the payment of the second committee, the bonds, the slashes, and the
//! end of the task.

use alloc::{vec, vec::Vec};

use frame_support::{defensive, defensive_assert, traits::Defensive};
use nes_core::{
    Answer, Balance, Decision, FeeParts, MemberConduct, SecondSeat, ServiceFault, TaskId, Usage,
};
use nes_traits::{
    Attendance, Award, EndedMember, EndedTask, FeeSettlement, LostDispute, Market, NodeConduct,
    NodeRegistry, SecondCommittees, SecondMember, SecondVerdict, StakeAtRisk,
};
use sp_runtime::Perbill;

use crate::{
    account::PotAccount,
    awards::{award, dues, limited, Winner},
    money::{equal_parts, seat_price, sum},
    settled::Kept,
    types::{Disputer, KeptMember, KeptTask, State},
    verdict::{decision, success, Success},
    Config, Event, KeptTaskOf, Pallet,
};

type SeatOf<T> = SecondSeat<<T as frame_system::Config>::AccountId>;
type VerdictOf<T> = SecondVerdict<<T as frame_system::Config>::AccountId>;

/// A disputer at the end of its dispute.
struct Party<'a, AccountId> {
    disputer: &'a Disputer<AccountId>,
    success: Success,
    /// Its part of what was spent, in planck.
    spent: Balance,
}

impl<T: Config> Pallet<T> {
    /// Judges the dispute of the task `id` by the end of its second committee.
    pub(crate) fn do_judge(id: TaskId, verdict: VerdictOf<T>) {
        let Ok(kept) = Kept::<T>::load(id).defensive() else { return };
        let closes = match kept.state {
            State::Open { second, closes, .. } if second == verdict.second => closes,
            _ => {
                defensive!("a verdict about another dispute");
                return;
            }
        };
        let interrupted = T::SecondCommittees::took_no_calls_after(closes);
        let decision = decision(&kept.answer, verdict.answer);
        let committee = Self::pay_committee(&kept, &verdict);
        let spent = sum(committee.iter().map(|seat| seat.paid));
        let parties = parties(&kept, &verdict, &decision, interrupted, spent);
        let forfeited = Self::return_bonds(id, &parties);
        if let Some(agreed) = &verdict.answer {
            Self::slash(&kept, &decision, agreed, &parties, &verdict);
        }
        for SecondMember { node, missed, .. } in &verdict.members {
            T::StakeAtRisk::count_duty(node, *missed);
        }
        let second = verdict.second;
        Self::deposit_event(Event::Decided {
            task: id,
            second,
            decision,
            committee,
            spent,
            forfeited,
        });
        let service = kept.question.service;
        if decision == Decision::Undecided && !kept.again {
            let nodes = verdict.members.into_iter().map(|member| member.node).collect();
            kept.start_again(nodes, frame_system::Pallet::<T>::block_number());
        } else {
            Self::report(kept.close(), &decision);
        }
        Self::leave_room(service);
    }

    /// Reports the end of a task whose answer is final: counts the paid work of its members, and
    /// their conduct. The work and the conduct of who was contradicted in an overturned task do not
    /// count, and who dissented from its answer and was not has attended.
    pub(crate) fn report(task: KeptTaskOf<T>, decision: &Decision) {
        let KeptTask { payer, question, answer: settled, members, .. } = task;
        let ended = members.into_iter().map(|member| {
            let agreed = match decision {
                Decision::Overturned { answer } => Some(answer),
                Decision::Upheld { .. } | Decision::Undecided => None,
            };
            ended_member(member, &settled, agreed)
        });
        let members: Vec<_> = ended.collect();
        for EndedMember { node, conduct, protocol, .. } in &members {
            if *conduct == MemberConduct::Won && *protocol > 0 {
                T::Fees::count_work(node, *protocol);
            }
        }
        let ended = EndedTask { service: question.service, payer, slashable: true, members };
        T::Conduct::close_task(&ended);
        T::Market::close_task(&ended);
    }

    /// Pays the members of a second committee that answered out of the bonds: without an agreed
    /// answer all of them, else those that it does not contradict. Returns the seats.
    fn pay_committee(task: &KeptTaskOf<T>, verdict: &VerdictOf<T>) -> Vec<SeatOf<T>> {
        let pay = pay(task, verdict.answer.as_ref());
        let mut left = Self::bond(&task.question).defensive_unwrap_or_default();
        let price = seat_price(pay).defensive_unwrap_or_default();
        let paid = |member: &SecondMember<T::AccountId>| {
            let is_paid = member.answer.is_some_and(|own| !is_wrong(&own, verdict.answer.as_ref()));
            let paid = if is_paid { price.min(left) } else { 0 };
            defensive_assert!(!is_paid || paid == price, "a committee that costs more than a bond");
            left = left.saturating_sub(paid);
            paid
        };
        let amounts: Vec<_> = verdict.members.iter().map(paid).collect();
        let paid = || verdict.members.iter().zip(&amounts).filter(|(_, amount)| **amount > 0);
        let attendances: Vec<_> = paid()
            .map(|(SecondMember { node, .. }, amount)| Attendance {
                node: node.clone(),
                amount: *amount,
                reward: pay,
            })
            .collect();
        let credit = PotAccount::<T>::take(sum(amounts.iter().copied()));
        let mut parts = T::Fees::attend(credit, &attendances).into_iter();
        let seats = verdict.members.iter().zip(&amounts);
        let seat = |(member, paid): (&SecondMember<T::AccountId>, &Balance)| {
            let parts = match paid {
                0 => FeeParts::default(),
                _ => parts.next().unwrap_or_default(),
            };
            SecondSeat { node: member.node.clone(), answer: member.answer, paid: *paid, parts }
        };
        seats.map(seat).collect()
    }

    /// Gives the bonds back, without the parts that were spent; a payer that has lost forfeits all of
    /// it. Returns the amount that was forfeited.
    fn return_bonds(id: TaskId, parties: &[Party<'_, T::AccountId>]) -> Balance {
        let forfeited = parties.iter().map(|Party { disputer, success, spent }| {
            Self::forget_disputer(id, disputer);
            let rest = disputer.bond.saturating_sub(*spent);
            if disputer.node.is_none() && *success == Success::Lost {
                Self::forfeit(rest)
            } else {
                Self::give_back(&disputer.who, rest)
            }
        });
        sum(forfeited)
    }

    /// Slashes who was wrong where a second committee has `agreed`: the members of the first one in
    /// an overturned task, the nodes that lost their dispute, and its own members.
    fn slash(
        task: &KeptTaskOf<T>,
        decision: &Decision,
        agreed: &Answer,
        parties: &[Party<'_, T::AccountId>],
        verdict: &VerdictOf<T>,
    ) {
        if matches!(decision, Decision::Overturned { .. }) {
            Self::slash_members(task, agreed, parties);
        }
        let fraction = T::StakeAtRisk::fraction();
        for Party { disputer, success, .. } in parties {
            if let (Some(node), Success::Lost) = (&disputer.node, success) {
                Self::lose(node, fraction, vec![]);
            }
        }
        let fraction = T::StakeAtRisk::second_fraction();
        for SecondMember { node, answer, .. } in &verdict.members {
            if answer.is_some_and(|own| own.contradicts(agreed)) {
                Self::lose(node, fraction, vec![]);
            }
        }
    }

    /// Slashes the members of an overturned task whose answer the `agreed` one contradicts, as far as
    /// the winners have put something at risk, and pays these and the task's payer out of it.
    fn slash_members(task: &KeptTaskOf<T>, agreed: &Answer, parties: &[Party<'_, T::AccountId>]) {
        let won = parties.iter().filter(|party| party.success == Success::Won);
        let winners: Vec<_> = won
            .map(|Party { disputer, spent, .. }| Winner {
                who: disputer.who.clone(),
                name: disputer.name().clone(),
                spent: *spent,
                risk: disputer.risk,
            })
            .collect();
        if winners.is_empty() {
            return;
        }
        let wrong: Vec<_> = task
            .members
            .iter()
            .filter(|member| {
                let own = member.answer(&task.answer);
                own.is_some_and(|own| own.contradicts(agreed))
            })
            .collect();
        let stakes: Vec<_> =
            wrong.iter().map(|member| T::StakeAtRisk::at_risk(&member.node)).collect();
        let risk = sum(winners.iter().map(|winner| winner.risk));
        let fraction = limited(T::StakeAtRisk::fraction(), &stakes, risk);
        let fraction = fraction.defensive_unwrap_or_default();
        let restitution = (task.payer.clone(), sum(wrong.iter().map(|member| member.paid)));
        let bond = Self::bond(&task.question).defensive_unwrap_or_default();
        let dues = dues(&winners, restitution, fraction, &stakes, bond);
        let mut dues = dues.defensive_unwrap_or_default();
        let limit = T::StakeAtRisk::most_for_others(fraction);
        for KeptMember { node, .. } in wrong {
            let is_other = |who: &_| !T::NodeRegistry::acts_for(who, node);
            let awards = award(&mut dues, limit, is_other);
            Self::lose(node, fraction, awards);
        }
    }

    /// Slashes a node, unless the `fraction` is zero.
    fn lose(node: &T::AccountId, fraction: Perbill, awards: Vec<Award<T::AccountId>>) {
        if !fraction.is_zero() {
            T::StakeAtRisk::lose(LostDispute { node: node.clone(), fraction, awards });
        }
    }
}

/// Returns the disputers of `task` with their success and their parts of what was `spent`. Those that
/// lost share it, or all if nobody did. Nobody has lost who may not have been able to open its
/// answer: where the second committee gave none, or the chain was `interrupted`.
fn parties<'a, AccountId: PartialEq, BlockNumber>(
    task: &'a KeptTask<AccountId, BlockNumber>,
    verdict: &SecondVerdict<AccountId>,
    decision: &Decision,
    interrupted: bool,
    spent: Balance,
) -> Vec<Party<'a, AccountId>> {
    let excuses = interrupted || verdict.members.iter().all(|member| member.answer.is_none());
    let success = |disputer: &Disputer<AccountId>| match disputer.opened() {
        None if excuses => Success::Neither,
        opened => success(&task.answer, decision, opened),
    };
    let judged = task.disputers().iter().map(|disputer| (disputer, success(disputer)));
    let judged: Vec<_> = judged.collect();
    let someone_lost = judged.iter().any(|(_, success)| *success == Success::Lost);
    let pays = |success: Success| !someone_lost || success == Success::Lost;
    let number = judged.iter().filter(|(_, success)| pays(*success)).count();
    let mut parts = equal_parts(spent, number.try_into().unwrap_or_default()).into_iter();
    let party = |(disputer, success)| {
        let spent = if pays(success) { parts.next().unwrap_or_default() } else { 0 };
        Party { disputer, success, spent }
    };
    judged.into_iter().map(party).collect()
}

/// Returns the pay of a member of the second committee of `task`, in planck: the median's price of
/// the `agreed` usage; without an agreed output that of the base and the maximum input.
fn pay<AccountId, BlockNumber>(
    task: &KeptTask<AccountId, BlockNumber>,
    agreed: Option<&Answer>,
) -> Balance {
    let question = &task.question;
    let usage = match agreed {
        Some(Answer::Output(output)) => output.usage,
        Some(Answer::Unservable(_)) | None => Usage { output: 0, ..question.max_usage },
    };
    question.shape.cost(question.median, usage).defensive_unwrap_or_default()
}

/// Returns true if there is an `agreed` answer that contradicts this one.
fn is_wrong(answer: &Answer, agreed: Option<&Answer>) -> bool {
    agreed.is_some_and(|agreed| answer.contradicts(agreed))
}

/// Returns the end of a member of a task with this `settled` answer, which the `agreed` one has
/// overturned if there is one.
fn ended_member<AccountId>(
    member: KeptMember<AccountId>,
    settled: &Answer,
    agreed: Option<&Answer>,
) -> EndedMember<AccountId> {
    let lost = member.answer(settled).is_some_and(|own| is_wrong(own, agreed));
    let KeptMember { node, conduct, protocol, .. } = member;
    let conduct = match conduct {
        MemberConduct::Failed(ServiceFault::WrongAnswer) if agreed.is_some() && !lost => {
            MemberConduct::Attended
        }
        conduct => conduct,
    };
    EndedMember { node, conduct, lost, protocol: if lost { 0 } else { protocol } }
}
