//! A development node, asked over HTTP.

use serde_json::{json, Value};

use crate::common::Node;

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const NOBODY: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

fn height(node: &Node) -> u64 {
    let header = node.call("chain_getHeader", json!([])).unwrap();
    let number = header["number"].as_str().unwrap().trim_start_matches("0x");
    u64::from_str_radix(number, 16).unwrap()
}

fn is_amount(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<u128>().is_ok())
}

/// One node for all questions: a start costs more than they do.
#[test]
fn a_development_node_makes_blocks_and_answers() {
    let node = Node::start(&["--dev", "--tmp"]);
    it_says_which_chain_it_is(&node);
    it_makes_and_finalises_blocks(&node);
    it_serves_every_section(&node);
    it_knows_its_nodes(&node);
    it_names_its_errors(&node);
}

fn it_says_which_chain_it_is(node: &Node) {
    assert_eq!(node.call("system_chain", json!([])).unwrap(), json!("NES Development"));
    let properties = node.call("system_properties", json!([])).unwrap();
    assert_eq!(properties["tokenSymbol"], json!("NES"));
    assert_eq!(properties["tokenDecimals"], json!(12));
    assert!(properties["ss58Format"].is_u64());
}

fn it_makes_and_finalises_blocks(node: &Node) {
    node.wait_for("third block", |node| (height(node) >= 3).then_some(()));
    node.wait_for("finalised block", |node| {
        let finalised = node.call("chain_getFinalizedHead", json!([])).unwrap();
        let genesis = node.call("chain_getBlockHash", json!([0])).unwrap();
        (finalised != genesis).then_some(())
    });
}

fn it_serves_every_section(node: &Node) {
    let methods = node.call("rpc_methods", json!([])).unwrap();
    let methods: Vec<_> =
        methods["methods"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for method in [
        "nes_supply",
        "rewards_era",
        "nodes_info",
        "market_quote",
        "inference_task",
        "inference_dispute",
        "author_submitExtrinsic",
        "babe_epochAuthorship",
        "chainHead_v1_follow",
        "chainSpec_v1_genesisHash",
        "chain_getHeader",
        "grandpa_roundState",
        "payment_queryInfo",
        "state_getMetadata",
        "sync_state_genSyncSpec",
        "system_accountNextIndex",
        "transaction_v1_broadcast",
    ] {
        assert!(methods.contains(&method), "{method} is missing");
    }
}

fn it_knows_its_nodes(node: &Node) {
    let alice = node.call("nodes_info", json!([ALICE])).unwrap();
    assert_eq!(alice["validator"], json!(true), "{alice}");
    assert_eq!(alice["inSet"], json!(true), "{alice}");
    assert_eq!(alice["leaving"], Value::Null, "{alice}");
    assert!(is_amount(&alice["stake"]), "{alice}");

    let genesis = node.call("chain_getBlockHash", json!([0])).unwrap();
    let then = node.call("nodes_info", json!([ALICE, genesis])).unwrap();
    assert_eq!(then["stake"], alice["stake"]);

    assert_eq!(node.call("nodes_info", json!([NOBODY])).unwrap(), Value::Null);
    for question in ["inference_task", "inference_dispute"] {
        assert_eq!(node.call(question, json!([7])).unwrap(), Value::Null);
    }
}

fn it_names_its_errors(node: &Node) {
    let error = node.call("market_quote", json!([7, { "input": 1, "output": 1 }])).unwrap_err();
    assert_eq!(error["code"], json!(20100));
    assert_eq!(error["data"], json!({ "code": "UNKNOWN_SERVICE", "service": 7 }));

    let nowhere = format!("0x{:064x}", 7);
    let error = node.call("nodes_info", json!([ALICE, nowhere])).unwrap_err();
    assert_eq!(error["code"], json!(20000));
    assert_eq!(error["data"], json!({ "code": "UNKNOWN_BLOCK", "block": nowhere }));

    let error = node.call("nodes_info", json!(["not an account"])).unwrap_err();
    assert_eq!(error["code"], json!(-32602));
}
