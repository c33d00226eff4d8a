//! The ports that an operator names: taken as named, or the node does not start.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use sc_cli::{Error, Result, RunCmd};
use sc_service::Configuration;

/// Stops before anything has started when a port that `run` names is not to be had.
pub(crate) fn require(run: &RunCmd, config: &mut Configuration) -> Result<()> {
    if run.rpc_params.rpc_port.is_some() {
        insist_on_rpc_port(config);
    }
    let endpoints = config.rpc.addr.iter().flatten();
    for endpoint in endpoints.filter(|it| !it.retry_random_port && !it.is_optional) {
        require_port(endpoint.listen_addr, "the RPC server", "--rpc-port")?;
    }
    if let Some(port) = run.network_params.port {
        require_port((Ipv4Addr::UNSPECIFIED, port).into(), "the node", "--port")?;
    }
    if let (Some(_), Some(prometheus)) =
        (run.prometheus_params.prometheus_port, &config.prometheus_config)
    {
        require_port(prometheus.port, "the Prometheus endpoint", "--prometheus-port")?;
    }
    Ok(())
}

/// A named port is not silently exchanged for another one.
fn insist_on_rpc_port(config: &mut Configuration) {
    for endpoint in config.rpc.addr.iter_mut().flatten() {
        endpoint.retry_random_port = false;
    }
}

fn require_port(address: SocketAddr, who: &str, option: &str) -> Result<()> {
    TcpListener::bind(address).map(drop).map_err(|error| {
        Error::Input(format!(
            "{who} cannot listen on {address}: {error}. Stop what uses that port, or choose \
             another one with {option}.",
        ))
    })
}
