//! The steps that many tests share.

use frame_support::{
    traits::{fungible::Balanced, Hooks},
    weights::{Weight, WeightMeter},
};
use nes_core::{Balance, EraIndex, MemberConduct, ServiceFault};
use nes_traits::{EndedMember, EndedTask, NodeConduct, NodeRewards};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

use crate::{mock::*, Node, Nodes, OpenSlashes, Params, Position, Positions, SlashId};

pub(super) fn node(who: u64) -> Node<u64> {
    Nodes::<Test>::get(who).unwrap()
}

pub(super) fn position(node: u64, staker: u64) -> Position {
    Positions::<Test>::get(node, staker).unwrap()
}

pub(super) fn delegate(who: u64, node: u64, amount: Balance) {
    NodeStaking::delegate(signed(who), node, amount).unwrap();
}

/// Starts to unbond `amount` of the stake of `who` behind `node`.
pub(super) fn undelegate(who: u64, node: u64, amount: Balance) {
    NodeStaking::undelegate(signed(who), node, amount).unwrap();
}

pub(super) fn leave(who: u64) {
    NodeStaking::leave(signed(who)).unwrap();
}

pub(super) fn change_params(change: impl FnOnce(&mut Params)) {
    let mut params = NodeStaking::params();
    change(&mut params);
    NodeStaking::set_params(RuntimeOrigin::root(), params).unwrap();
}

/// Mints `amount` and lets `node` earn it.
pub(super) fn reward(node: u64, amount: Balance) {
    assert!(NodeStaking::reward(&node, Balances::issue(amount)).is_ok());
}

/// Lets `node` do its part in this number of `tasks`.
pub(super) fn serve(node: u64, tasks: u32) {
    (0..tasks).for_each(|_| end_task(NOBODY, &[(node, MemberConduct::Won, 0)]));
}

pub(super) fn fail(node: u64, fault: ServiceFault) {
    fail_owing(node, fault, NOBODY, 0);
}

/// Lets `node` fail in a task of `payer`, to whom it owes `amount` for it.
pub(super) fn fail_owing(node: u64, fault: ServiceFault, payer: u64, amount: Balance) {
    end_task(payer, &[(node, MemberConduct::Failed(fault), amount)]);
}

/// Ends a task of `payer` with these members, each with its conduct and the amount that it owes.
pub(super) fn end_task(payer: u64, members: &[(u64, MemberConduct, Balance)]) {
    let member = |&(node, conduct, owed): &_| EndedMember { node, conduct, owed };
    let members = members.iter().map(member).collect();
    NodeStaking::close_task(&EndedTask { service: 0, payer, members });
}

/// Reports that `node` equivocated in `session`.
pub(super) fn report(node: u64, fraction: Perbill, session: u32, reporters: Vec<u64>) {
    let offence = OffenceDetails { offender: (node, ()), reporters };
    NodeStaking::on_offence(&[offence], &[fraction], session);
}

/// Reports that `node` equivocated in this session.
pub(super) fn equivocate(node: u64, fraction: Perbill) {
    report(node, fraction, Session::current_index(), Vec::new());
}

/// Slashes `node` by a `percent`, lets the slash be executed, and ends the jail.
pub(super) fn slash_for_good(node: u64, percent: u32) {
    equivocate(node, Perbill::from_percent(percent));
    run_to_era(NodeStaking::active_era() + 2);
    NodeStaking::unjail(signed(node)).unwrap();
}

/// Runs this number of steps of the hook: looks into an era, and executions.
pub(super) fn poll_steps(steps: u64) {
    let limit = Weight::from_parts(steps * 10_000_000, 0);
    NodeStaking::on_poll(System::block_number(), &mut WeightMeter::with_limit(limit));
}

/// Lets sessions pass until `era` starts, without the hook.
pub(super) fn run_to_era_unpolled(era: u32) {
    while Session::current_index() < era * ERA {
        Session::rotate_session();
    }
}

/// Returns the era in which the slash `id` is executed, and the bond of its appeal, while it is
/// open.
pub(super) fn open_slash(id: SlashId) -> Option<(EraIndex, Option<Balance>)> {
    OpenSlashes::<Test>::get(id).map(|open| (open.execute_era, open.appeal))
}
