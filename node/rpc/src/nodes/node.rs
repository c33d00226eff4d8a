//! A node as JSON.

use nes_core::{AccountId, EraIndex, ServiceKey};
use nes_runtime_api::{CommissionRaise, NodeInfo};
use serde::Serialize;
use sp_core::{bytes, crypto::ByteArray};

use crate::json::{text, Amount};

/// A [`NodeInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeJson {
    stake: Amount,
    effective_stake: Amount,
    self_stake: Amount,
    unbonding: Amount,
    /// In billionths.
    commission: u32,
    next_commission: Option<RaiseJson>,
    agent: Option<AccountId>,
    validator: bool,
    in_set: bool,
    jailed_until: Option<EraIndex>,
    leaving: bool,
    exhausted: bool,
    slash_pending: bool,
    name: String,
    endpoint: String,
    service_key: KeyJson,
    /// In millionths.
    reputation: u32,
}

/// A [`CommissionRaise`].
#[derive(Clone, Serialize)]
pub(crate) struct RaiseJson {
    /// In billionths.
    commission: u32,
    era: EraIndex,
}

/// A [`ServiceKey`]: its kind and the public key.
#[derive(Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyJson {
    Ed25519(String),
    Sr25519(String),
}

/// A node of a list.
#[derive(Clone, Serialize)]
pub(crate) struct ListedJson {
    node: AccountId,
    #[serde(flatten)]
    info: NodeJson,
}

impl From<NodeInfo<AccountId>> for NodeJson {
    fn from(node: NodeInfo<AccountId>) -> Self {
        Self {
            stake: Amount(node.stake),
            effective_stake: Amount(node.effective_stake),
            self_stake: Amount(node.self_stake),
            unbonding: Amount(node.unbonding),
            commission: node.commission.deconstruct(),
            next_commission: node.next_commission.map(RaiseJson::from),
            agent: node.agent,
            validator: node.validator,
            in_set: node.in_set,
            jailed_until: node.jailed_until,
            leaving: node.leaving,
            exhausted: node.exhausted,
            slash_pending: node.slash_pending,
            name: text(&node.name),
            endpoint: text(&node.endpoint),
            service_key: match node.service_key {
                ServiceKey::Ed25519(key) => KeyJson::Ed25519(hex(&key)),
                ServiceKey::Sr25519(key) => KeyJson::Sr25519(hex(&key)),
            },
            reputation: node.reputation,
        }
    }
}

impl From<CommissionRaise> for RaiseJson {
    fn from(CommissionRaise { commission, era }: CommissionRaise) -> Self {
        Self { commission: commission.deconstruct(), era }
    }
}

impl From<(AccountId, NodeInfo<AccountId>)> for ListedJson {
    fn from((node, info): (AccountId, NodeInfo<AccountId>)) -> Self {
        Self { node, info: info.into() }
    }
}

fn hex(key: &impl ByteArray) -> String {
    bytes::to_hex(key.as_slice(), false)
}
