//! The steps that many tests share.

use frame_support::{
    dispatch::{DispatchResult, DispatchResultWithPostInfo},
    traits::{
        fungible::{Balanced, Inspect, InspectHold},
        Hooks,
    },
    weights::Weight,
};
use nes_core::{Balance, EraIndex, MemberConduct, ServiceFault};
use nes_traits::{
    Award, EndedMember, EndedTask, LostDispute, NodeConduct, NodeRewards, StakeAtRisk,
};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

use crate::{
    mock::*, GenesisNode, HoldReason, Node, Nodes, OpenSlashes, Params, Position, Positions,
    SlashId,
};

/// Returns the result of a call without the weight that it used.
pub(super) fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
    result.map(|_| ()).map_err(|error| error.error)
}

pub(super) fn node(who: u64) -> Node<u64> {
    Nodes::<Test>::get(who).unwrap()
}

pub(super) fn position(node: u64, staker: u64) -> Position<u64> {
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
    (0..tasks).for_each(|_| end_task(&[(node, MemberConduct::Won)]));
}

/// Lets `node` fail in this number of `tasks`, now in one way and now in another.
pub(super) fn fail(node: u64, tasks: u32) {
    let ways = [ServiceFault::NoCommit, ServiceFault::NoReveal];
    for fault in ways.into_iter().cycle().take(tasks.try_into().unwrap()) {
        end_task(&[(node, MemberConduct::Failed(fault))]);
    }
}

/// Lets this era be a fault of `node` as a service, and the next one begin, in which it is judged.
pub(super) fn fail_an_era(node: u64) {
    fail(node, 4);
    run_to_era(NodeStaking::active_era() + 1);
}

/// Ends a task in which answers could cost stake, with these members, each with its conduct.
pub(super) fn end_task(members: &[(u64, MemberConduct)]) {
    end(members, true, false);
}

/// Ends a task in which answers could not cost stake, with these members, each with its conduct.
pub(super) fn end_paid_only_task(members: &[(u64, MemberConduct)]) {
    end(members, false, false);
}

/// Ends a task in which a second committee contradicted the answers of these members.
pub(super) fn end_lost_task(members: &[(u64, MemberConduct)]) {
    end(members, true, true);
}

fn end(members: &[(u64, MemberConduct)], slashable: bool, lost: bool) {
    let member = |&(node, conduct): &_| EndedMember { node, conduct, lost, protocol: 0 };
    let members = members.iter().map(member).collect();
    NodeStaking::close_task(&EndedTask { service: 0, payer: NOBODY, slashable, members });
}

/// Counts this number of seats of `node` in second committees, of which it `missed` the first ones.
pub(super) fn sit(node: u64, seats: u32, missed: u32) {
    (0..seats).for_each(|seat| NodeStaking::count_duty(&node, seat < missed));
}

/// Lets `node` lose a dispute that costs this `percent` of its stake, out of which nobody is paid.
pub(super) fn lose(node: u64, percent: u32) {
    lose_with(node, percent, &[]);
}

/// Lets `node` lose a dispute that costs this `percent` of its stake, with `awards`: for each the
/// account, the amount and the part of it that is owed.
pub(super) fn lose_with(node: u64, percent: u32, awards: &[(u64, Balance, Balance)]) {
    let award = |&(who, amount, owed): &_| Award { who, amount, owed };
    let awards = awards.iter().map(award).collect();
    NodeStaking::lose(LostDispute { node, fraction: Perbill::from_percent(percent), awards });
}

/// Returns the fraction of each slash of the node `of`, in parts of a million.
pub(super) fn fractions(of: u64) -> Vec<u32> {
    node(of).slashes.iter().map(|slash| slash.fraction.deconstruct() / 1_000).collect()
}

/// Returns the payments out of the open slash `id`.
pub(super) fn awards_of(id: SlashId) -> Vec<(u64, Balance)> {
    let awards = OpenSlashes::<Test>::get(id).unwrap().awards;
    awards.into_iter().map(|award| (award.who, award.amount)).collect()
}

pub(super) fn cancel_slash(slash: SlashId) {
    NodeStaking::cancel_slash(RuntimeOrigin::root(), slash).unwrap();
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
    NodeStaking::on_idle(System::block_number(), limit);
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
    let open = OpenSlashes::<Test>::get(id);
    open.map(|open| (open.execute_era, open.appeal.map(|appeal| appeal.bond)))
}

/// Returns the bonds of appeals that `who` has on hold.
pub(super) fn bonds(who: u64) -> Balance {
    Balances::balance_on_hold(&HoldReason::Appeal.into(), &who)
}

/// Returns what `who` has, free and on hold.
pub(super) fn wealth(who: u64) -> Balance {
    Balances::total_balance(&who)
}

/// Returns three validators of the genesis with this `stake`.
pub(super) fn three(stake: Balance) -> Vec<GenesisNode<u64>> {
    [ALICE, BOB, CHARLIE].map(|who| genesis_node(who, stake)).to_vec()
}
