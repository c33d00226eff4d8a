//! Nodes and the stake behind them.

use alloc::{collections::BTreeSet, vec::Vec};

use frame_support::traits::fungible::InspectHold;
use nes_core::{AccountId, Balance, EraIndex};
use nes_runtime_api::{
    ArrivalInfo, Claimable, CommissionRaise, ConductInfo, DelegationInfo, NodeInfo, OnHold,
    OperatorInfo, Page, SlashInfo, SlashKind, SlashStage, UnbondingInfo,
};
use pallet_node_staking::{
    Arrival, Conducts, HoldReason, Node, Nodes, OpenSlashes, PositionView, Profiles, Slash,
    SlashState,
};

use super::{rewards, validators};
use crate::{Balances, NodeStaking, Runtime, Session};

/// Returns the node of `account`.
pub(crate) fn info(account: &AccountId) -> Option<NodeInfo<AccountId>> {
    let node = Nodes::<Runtime>::get(account)?;
    Now::read().info(account, node)
}

/// Returns up to `limit` nodes from the one after `cursor` on.
pub(crate) fn list(cursor: Option<AccountId>, limit: u32) -> Page<NodeInfo<AccountId>, AccountId> {
    let now = Now::read();
    let nodes = NodeStaking::nodes_after(cursor.as_ref()).filter_map(|(account, node)| {
        let info = now.info(&account, node)?;
        Some((account, info))
    });
    Page::of(nodes, limit)
}

/// Returns the node of `account` with the details for its operator.
pub(crate) fn operator(account: &AccountId) -> Option<OperatorInfo<AccountId>> {
    let node = Nodes::<Runtime>::get(account)?;
    // An operator may withdraw while delegators stay.
    let own = delegation(account, account);
    let stake = own.as_ref().map_or(0, |own| own.held);
    let claimable = own.as_ref().map_or(0, |own| own.claimable);
    let commission = node.commission_accrued;
    let place = validators::status(account);
    let now = Now::read();
    Some(OperatorInfo {
        active_era: now.era,
        on_hold: on_hold(account, stake),
        unbonding: own.map(|own| own.unbonding).unwrap_or_default(),
        claimable: Claimable { rewards: claimable, commission },
        rewards: rewards::pending(account),
        conduct: conduct(account),
        open_slashes: slash_infos(node.slashes.iter().filter(|slash| slash.is_pending())),
        queued: place.queued.is_some(),
        disabled: place.disabled,
        info: now.info(account, node)?,
    })
}

/// Returns up to `limit` positions behind `node` from the one after `cursor` on.
pub(crate) fn delegations(
    node: &AccountId,
    cursor: Option<AccountId>,
    limit: u32,
) -> Option<Page<DelegationInfo<AccountId>, AccountId>> {
    let positions = NodeStaking::positions_after(node, cursor.as_ref())?;
    Some(Page::of(positions.map(|(staker, view)| (staker, described(view))), limit))
}

/// Returns the position of `staker` behind `node`.
pub(crate) fn delegation(
    node: &AccountId,
    staker: &AccountId,
) -> Option<DelegationInfo<AccountId>> {
    NodeStaking::position(node, staker).map(described)
}

/// Returns up to `limit` nodes that `staker` has a position behind, from the one after `cursor` on.
pub(crate) fn staked_by(
    staker: &AccountId,
    cursor: Option<AccountId>,
    limit: u32,
) -> Page<DelegationInfo<AccountId>, AccountId> {
    let nodes = match cursor {
        Some(cursor) => Nodes::<Runtime>::iter_keys_from_key(cursor),
        None => Nodes::<Runtime>::iter_keys(),
    };
    let rows = nodes.map(|node| (node.clone(), node));
    Page::search(rows, limit, |node| delegation(&node, staker))
}

/// Returns the slashes that `node` has taken.
pub(crate) fn slashes(node: &AccountId) -> Option<Vec<SlashInfo>> {
    Nodes::<Runtime>::get(node).map(|node| slash_infos(node.slashes.iter()))
}

/// The facts that the answers about all nodes share.
struct Now {
    era: EraIndex,
    max_delegation_ratio: u32,
    validators: BTreeSet<AccountId>,
}

impl Now {
    fn read() -> Self {
        Self {
            era: NodeStaking::active_era(),
            max_delegation_ratio: NodeStaking::params().max_delegation_ratio,
            validators: Session::validators().into_iter().collect(),
        }
    }

    fn info(&self, account: &AccountId, node: Node<AccountId>) -> Option<NodeInfo<AccountId>> {
        let profile = Profiles::<Runtime>::get(account)?;
        let raise = node.next_commission.filter(|raise| raise.era > self.era);
        Some(NodeInfo {
            stake: node.stake(),
            effective_stake: node.effective_stake(self.max_delegation_ratio),
            self_stake: node.self_stake(),
            unbonding: node.retained().value(node.unbonding_shares),
            commission: node.commission_at(self.era),
            next_commission: raise
                .map(|raise| CommissionRaise { commission: raise.commission, era: raise.era }),
            validator: node.validator,
            in_set: self.validators.contains(account),
            jailed_until: node.jailed_until,
            leaving: node.unlock_era(),
            exhausted: node.is_exhausted(),
            slash_pending: node.has_pending_slash(),
            agent: node.agent,
            name: profile.name.into_inner(),
            endpoint: profile.endpoint.into_inner(),
            service_key: profile.service_key,
        })
    }
}

fn on_hold(account: &AccountId, stake: Balance) -> OnHold {
    OnHold {
        stake,
        profile: Profiles::<Runtime>::get(account).map_or(0, |profile| profile.deposit),
        appeals: Balances::balance_on_hold(&HoldReason::Appeal.into(), account),
    }
}

fn conduct(account: &AccountId) -> ConductInfo {
    let conduct = Conducts::<Runtime>::get(account);
    ConductInfo {
        era: conduct.era.index,
        tasks: conduct.era.tasks,
        failed: conduct.era.failed,
        faults: conduct.faults_at(NodeStaking::active_era()),
    }
}

fn described(view: PositionView<AccountId>) -> DelegationInfo<AccountId> {
    let unbonding = view.unbonding.into_iter();
    DelegationInfo {
        active: view.active,
        unbonding: unbonding
            .map(|(value, unlock_era)| UnbondingInfo { value, unlock_era })
            .collect(),
        claimable: view.claimable,
        compound: view.compound,
        held: view.held,
        arrivals: view
            .arrivals
            .into_iter()
            .map(|Arrival { from, value, unlock_era, .. }| ArrivalInfo {
                from,
                value,
                until: unlock_era,
            })
            .collect(),
    }
}

fn slash_infos<'a>(slashes: impl Iterator<Item = &'a Slash>) -> Vec<SlashInfo> {
    slashes.map(slash_info).collect()
}

fn slash_info(slash: &Slash) -> SlashInfo {
    SlashInfo {
        id: slash.id,
        era: slash.era,
        kind: match slash.kind {
            pallet_node_staking::SlashKind::Service => SlashKind::Service,
            pallet_node_staking::SlashKind::Equivocation { .. } => SlashKind::Equivocation,
            pallet_node_staking::SlashKind::Dispute => SlashKind::Dispute,
        },
        fraction: slash.fraction,
        stage: match slash.state {
            SlashState::Pending => pending(slash),
            SlashState::Executed => SlashStage::Executed,
            SlashState::Cancelled => SlashStage::Cancelled,
        },
    }
}

/// Returns the stage of a pending `slash`: its execution era and its appeal.
fn pending(slash: &Slash) -> SlashStage {
    // Every pending slash is open.
    let open = OpenSlashes::<Runtime>::get(slash.id);
    let (execute_era, appeal) =
        open.map(|open| (open.execute_era, open.appeal)).unwrap_or_default();
    let appeal = appeal.map(|appeal| appeal.bond);
    let appealable = appeal.is_none() && execute_era > NodeStaking::active_era();
    SlashStage::Pending { execute_era, appeal, appealable }
}
