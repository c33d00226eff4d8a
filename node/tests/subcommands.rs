//! The subcommands, each on a database of its own.

use std::fs;

use serde_json::{json, Value};
use tempfile::TempDir;

use crate::common::{failure, output, stopped, Node};

#[test]
fn blocks_travel_from_one_database_to_another_through_a_file() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (here, there, blocks) = (path("here"), path("there"), path("blocks"));

    let node = Node::start(&["--dev", "--base-path", &here]);
    node.wait_for("third block", |node| {
        let hash = node.call("chain_getBlockHash", json!([3])).unwrap();
        hash.as_str().map(str::to_owned)
    });
    drop(node);

    let dev = ["--chain", "dev", "--base-path"];
    let run = |command: &[&str], base: &str| output(&[command, &dev, &[base]].concat());
    let info =
        |base: &str| -> Value { serde_json::from_slice(&run(&["chain-info"], base)).unwrap() };
    let best = info(&here)["best_number"].as_u64().unwrap();
    run(&["export-blocks", "--binary", &blocks], &here);
    run(&["import-blocks", "--binary", &blocks], &there);
    assert_eq!(info(&there)["best_number"].as_u64(), Some(best));
    run(&["check-block", "2"], &there);

    let state: Value = serde_json::from_slice(&run(&["export-state"], &there)).unwrap();
    assert!(state["genesis"]["raw"]["top"].is_object());

    run(&["revert", "1"], &there);
    assert_eq!(info(&there)["best_number"].as_u64(), best.checked_sub(1));

    run(&["purge-chain", "-y"], &there);
    assert!(!fs::exists(folder.path().join("there/chains/nes_dev/paritydb")).unwrap());
}

#[test]
fn a_node_key_needs_no_chain() {
    let key = output(&["key", "generate-node-key"]);
    assert_eq!(key.len(), 64);
}

#[test]
fn a_command_on_an_unknown_chain_is_refused() {
    let said = failure(&["chain-info", "--chain", "nowhere"]);
    assert!(said.contains("`nowhere` is neither a known chain nor a file"), "{said}");
}

/// The SDK logs an error for a task that ends then, which alone would read like a crash.
#[test]
fn a_node_that_is_stopped_says_so() {
    let ports = ["--rpc-port", "0", "--port", "0", "--no-prometheus", "--no-telemetry"];
    let log = stopped(&[&["--dev", "--tmp"], &ports[..]].concat(), "Imported #1 ");
    assert!(log.contains("The node stops"), "{log}");
}
