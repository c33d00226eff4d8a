//! Settings that outlive the configuration.

use sc_network::config::Role;
use sc_service::Configuration;
use substrate_prometheus_endpoint::Registry;

/// The settings that the last phases need of a configuration that an earlier one consumes.
pub(super) struct Settings {
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) force_authoring: bool,
    pub(super) disable_grandpa: bool,
    pub(super) registry: Option<Registry>,
}

impl Settings {
    pub(super) fn of(config: &Configuration) -> Self {
        Self {
            role: config.role,
            name: config.network.node_name.clone(),
            force_authoring: config.force_authoring,
            disable_grandpa: config.disable_grandpa,
            registry: config.prometheus_registry().cloned(),
        }
    }
}
