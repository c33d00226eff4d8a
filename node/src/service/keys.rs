//! Watches whether the keystore holds the session keys that the chain expects of it.
//!
//! A validator without its keys looks like a healthy node: it follows the chain, and misses its
//! blocks and votes. So its log and its metrics say it.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use futures::FutureExt;
use futures_timer::Delay;
use nes_client::{Block, Client, Hash};
use nes_core::AccountId;
use nes_runtime::SessionKeys;
use nes_runtime_api::{SessionKey, ValidatorStatus, ValidatorsApi};
use sc_cli::Result;
use sc_client_api::HeaderBackend;
use sc_network_sync::SyncingService;
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_consensus::SyncOracle;
use sp_keystore::{Keystore, KeystorePtr};
use sp_runtime::traits::OpaqueKeys;
use substrate_prometheus_endpoint::{register, Gauge, PrometheusError, Registry, U64};

use super::{
    network::Network,
    node::{Node, Settings},
};
use crate::session_keys::{named, Comparison, Holding};

/// The name of the log's lines.
const TARGET: &str = "validator-keys";
/// The time between two comparisons of keystore and chain: some reads each.
const PERIOD: Duration = Duration::from_secs(10);
/// The time after which a finding that lasts is repeated.
const REMINDER: Duration = Duration::from_secs(60 * 60);

/// Starts to watch, if this node is an authority.
pub(super) fn watch(settings: &Settings, node: &Node, network: &Network) -> Result<()> {
    if !settings.role.is_authority() {
        return Ok(());
    }
    let gauge = settings.registry.as_ref().map(gauge).transpose();
    let watcher = Watcher {
        client: node.client.clone(),
        keystore: node.keystore.clone(),
        sync: network.sync.clone(),
        gauge: gauge.map_err(sc_service::Error::from)?,
    };
    node.task_manager.spawn_handle().spawn("validator-keys", None, watcher.run().boxed());
    Ok(())
}

fn gauge(registry: &Registry) -> std::result::Result<Gauge<U64>, PrometheusError> {
    let what = "Whether the keystore holds the session keys that the chain expects: 1 yes, 0 no";
    register(Gauge::new("nes_validator_keys", what)?, registry)
}

struct Watcher {
    client: Arc<Client>,
    keystore: KeystorePtr,
    sync: Arc<SyncingService<Block>>,
    gauge: Option<Gauge<U64>>,
}

/// The result of a comparison.
#[derive(PartialEq, Eq)]
struct Finding {
    agrees: bool,
    sentence: String,
}

impl Watcher {
    async fn run(self) {
        let mut last: Option<(Finding, Instant)> = None;
        loop {
            Delay::new(PERIOD).await;
            // An old state says nothing of the present.
            if self.sync.is_major_syncing() {
                continue;
            }
            let finding = match self.compare(self.client.info().best_hash) {
                Ok(finding) => finding,
                Err(error) => {
                    log::debug!(target: TARGET, "The chain does not say whose keys it has: {error}.");
                    continue;
                }
            };
            if let Some(gauge) = &self.gauge {
                gauge.set(finding.agrees.into());
            }
            let known = last.as_ref().is_some_and(|(known, said)| {
                *known == finding && (finding.agrees || said.elapsed() < REMINDER)
            });
            if !known {
                finding.say();
                last = Some((finding, Instant::now()));
            }
        }
    }

    /// Compares the keystore with the state after the block `at`.
    fn compare(&self, at: Hash) -> std::result::Result<Finding, ApiError> {
        let api = self.client.runtime_api();
        let keys = self.keys();
        if keys.is_empty() {
            return Ok(Finding::empty());
        }
        let mut owners = BTreeSet::new();
        for SessionKey { kind, public } in keys {
            owners.extend(api.key_owner(at, kind, public)?);
        }
        let mut findings = Vec::new();
        for owner in owners {
            findings.push(self.finding(&owner, &api.status(at, owner.clone())?));
        }
        // One account whose keys are amiss is worth more words than others that are well.
        let amiss = findings.iter().position(|finding| !finding.agrees).unwrap_or_default();
        Ok(findings.into_iter().nth(amiss).unwrap_or_else(Finding::nobodys))
    }

    fn finding(&self, owner: &AccountId, status: &ValidatorStatus) -> Finding {
        let held = named(status).filter(|key| {
            let key = (key.public.clone(), key.kind);
            self.keystore.has_keys(&[key])
        });
        let verdict = Comparison::of(status, &Holding::of(held.cloned()));
        Finding { agrees: verdict.agrees(), sentence: verdict.sentence(owner) }
    }

    /// Every session key of the keystore.
    fn keys(&self) -> Vec<SessionKey> {
        let of_kind = |kind| {
            let keys = self.keystore.keys(kind).unwrap_or_default().into_iter();
            keys.map(move |public| SessionKey { kind, public })
        };
        SessionKeys::key_ids().iter().copied().flat_map(of_kind).collect()
    }
}

impl Finding {
    fn empty() -> Self {
        let sentence = "the keystore holds no session keys, so this node cannot validate: make \
                        them with `nes-node validator setup`.";
        Self { agrees: false, sentence: sentence.into() }
    }

    fn nobodys() -> Self {
        let sentence = "nobody has registered the session keys of the keystore, so this node \
                        cannot validate: register keys with `nes-node validator setup`.";
        Self { agrees: false, sentence: sentence.into() }
    }

    fn say(&self) {
        if self.agrees {
            log::info!(target: TARGET, "{}", self.sentence);
        } else {
            log::warn!(target: TARGET, "{}", self.sentence);
        }
    }
}
