//! A node that cannot start says why in a sentence and fails.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::Path,
};

use serde_json::{json, Value};
use tempfile::TempDir;

use crate::common::{failure, output, Node};

const CODE: &str = "0x3a636f6465";

/// The development chain's specification, with its genesis as raw storage.
fn raw_spec() -> Value {
    serde_json::from_slice(&output(&["export-chain-spec", "--chain", "dev", "--raw"])).unwrap()
}

fn write(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    text(&path)
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn an_unknown_chain_is_refused_with_the_known_ones() {
    let said = failure(&["--chain", "nowhere", "--tmp"]);
    assert!(said.contains("`nowhere` is neither a known chain nor a file"), "{said}");
    assert!(said.contains("`dev`, `local`"), "{said}");
}

#[test]
fn a_node_without_a_chain_is_refused() {
    let said = failure(&["--tmp"]);
    assert!(said.contains("no chain is named"), "{said}");
}

#[test]
fn a_specification_that_is_not_json_is_refused() {
    let folder = TempDir::new().unwrap();
    for content in ["", "not JSON", "{}", "[1, 2"] {
        let path = write(&folder, "bad.json", content);
        let said = failure(&["--chain", &path, "--tmp"]);
        assert!(said.contains("is not a chain specification"), "{said}");
        assert!(said.contains(&path), "{said}");
    }
}

#[test]
fn a_specification_without_a_runtime_is_refused() {
    let folder = TempDir::new().unwrap();
    let mut spec = raw_spec();
    spec["genesis"]["raw"]["top"].as_object_mut().unwrap().remove(CODE).unwrap();
    let path = write(&folder, "empty.json", spec.to_string());
    let said = failure(&["--chain", &path, "--tmp"]);
    assert!(said.contains("Error: "), "{said}");
}

#[test]
fn a_specification_with_a_broken_runtime_is_refused() {
    let folder = TempDir::new().unwrap();
    let mut spec = raw_spec();
    spec["genesis"]["raw"]["top"][CODE] = json!("0x00112233");
    let path = write(&folder, "broken.json", spec.to_string());
    let said = failure(&["--chain", &path, "--tmp"]);
    assert!(said.contains("Error: "), "{said}");
}

#[test]
fn a_named_port_in_use_is_refused() {
    for (option, ip) in [
        ("--rpc-port", Ipv4Addr::LOCALHOST),
        ("--port", Ipv4Addr::UNSPECIFIED),
        ("--prometheus-port", Ipv4Addr::LOCALHOST),
    ] {
        let taken = TcpListener::bind((ip, 0)).unwrap();
        let address = taken.local_addr().unwrap();
        let said = failure(&["--dev", "--tmp", option, &address.port().to_string()]);
        assert!(said.contains(&format!("cannot listen on {address}")), "{said}");
        assert!(said.contains(&format!("another one with {option}")), "{said}");
    }
}

#[test]
fn the_database_of_another_chain_is_refused() {
    let folder = TempDir::new().unwrap();
    let base = text(&folder.path().join("base"));
    let mut spec = raw_spec();
    let ours = write(&folder, "ours.json", spec.to_string());
    spec["genesis"]["raw"]["top"]["0x1234"] = json!("0x01");
    let other = write(&folder, "other.json", spec.to_string());

    let node = Node::start(&["--chain", &ours, "--base-path", &base]);
    let genesis = node.call("chain_getBlockHash", json!([0])).unwrap();
    drop(node);

    let said = failure(&["--chain", &other, "--base-path", &base]);
    assert!(said.contains("belongs to another chain"), "{said}");
    assert!(said.contains(genesis.as_str().unwrap()), "{said}");

    let again = Node::start(&["--chain", &ours, "--base-path", &base]);
    assert_eq!(again.call("chain_getBlockHash", json!([0])).unwrap(), genesis);
}
