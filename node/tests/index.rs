//! The index, where it has to wait and where it is refused.

use std::path::Path;

use rusqlite::Connection;
use serde_json::{json, Value};
use tempfile::TempDir;

use crate::common::{failure, Node};

fn text(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

/// Opens the index of the development chain under `base`.
fn database(base: &Path) -> Connection {
    let chain = base.join("chains").join("nes_dev");
    Connection::open(chain.join("index").join("index.sqlite")).unwrap()
}

fn status(node: &Node) -> Value {
    node.call("index_status", json!([])).unwrap()
}

/// Waits until the index is where the chain is, and some way from its beginning.
fn wait_until_caught_up(node: &Node) -> u64 {
    node.wait_for("index that has caught up", |node| {
        let status = status(node);
        let indexed = status["indexed"].as_u64()?;
        (status["indexed"] == status["finalized"]).then_some(indexed)
    })
}

#[test]
fn a_question_that_the_index_cannot_answer_in_time_is_refused() {
    let folder = TempDir::new().unwrap();
    let node = Node::start(&["--dev", "--base-path", text(&folder), "--index"]);
    let before = wait_until_caught_up(&node);

    // As long as somebody else writes, it cannot.
    let other = database(folder.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    node.wait_for("block that is not indexed", |node| {
        (status(node)["finalized"].as_u64()? > before).then_some(())
    });
    let error = node.call("inference_receipt", json!([0])).unwrap_err();
    assert_eq!(error["code"], 20301);
    assert_eq!(error["data"]["code"], "INDEX_BEHIND");
    assert!(error["data"]["indexed"].as_u64() < error["data"]["finalized"].as_u64(), "{error}");

    other.execute_batch("ROLLBACK").unwrap();
    wait_until_caught_up(&node);
    assert_eq!(node.call("inference_receipt", json!([0])).unwrap(), Value::Null);
    assert_eq!(status(&node)["error"], Value::Null);
}

#[test]
fn an_index_of_another_version_is_built_anew() {
    let folder = TempDir::new().unwrap();
    let args = ["--dev", "--base-path", text(&folder), "--index"];
    let node = Node::start(&args);
    wait_until_caught_up(&node);
    drop(node);
    database(folder.path()).pragma_update(None, "user_version", 0).unwrap();

    let node = Node::start(&args);
    wait_until_caught_up(&node);
    assert_eq!(status(&node)["first"], 1);
    let version: i64 =
        database(folder.path()).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_ne!(version, 0);
}

#[test]
fn an_index_that_cannot_be_opened_does_not_stop_the_node() {
    let folder = TempDir::new().unwrap();
    let index = folder.path().join("chains").join("nes_dev").join("index");
    std::fs::create_dir_all(index.join("index.sqlite")).unwrap();
    let node = Node::start(&["--dev", "--base-path", text(&folder), "--index"]);
    node.wait_for("finalised block", |node| {
        (status(node)["finalized"].as_u64()? > 0).then_some(())
    });
    let error = node.call("inference_receipt", json!([0])).unwrap_err();
    assert_eq!(error["code"], 20302);
    assert_eq!(error["data"]["code"], "INDEX_FAILED");
    assert!(status(&node)["error"].as_str().unwrap().contains("cannot be opened"));
}

#[test]
fn a_database_that_keeps_too_few_states_is_refused() {
    let folder = TempDir::new().unwrap();
    let args = ["--dev", "--base-path", text(&folder)];
    drop(Node::start(&args));
    let said = failure(&[args[0], args[1], args[2], "--index"]);
    assert!(said.contains("keeps the states of other blocks"), "{said}");
    assert!(said.contains("--state-pruning"), "{said}");
    drop(Node::start(&[args[0], args[1], args[2], "--index", "--state-pruning", "256"]));
}

#[test]
fn only_a_node_with_an_index_can_rebuild_it() {
    let said = failure(&["--dev", "--tmp", "--rebuild-index"]);
    assert!(said.contains("--index"), "{said}");
}
