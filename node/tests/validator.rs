//! `nes-node validator` and the watch over a validator's keys, on nodes that run.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
    sync::mpsc::channel,
    thread,
    time::{Duration, Instant},
};

use codec::Decode;
use nes_core::AccountId;
use nes_runtime::{RuntimeCall, RuntimeOrigin};
use serde_json::Value;
use sp_core::{bytes, storage::Storage};
use sp_io::TestExternalities;
use sp_runtime::traits::Dispatchable;
use tempfile::TempDir;

use crate::common::{failure, output, Node, PATIENCE};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

/// The end of a command, and its output.
struct Ended {
    success: bool,
    text: String,
}

/// Runs `nes-node validator` with `input` as its standard input.
fn validator(args: &[&str], input: &str) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nes-node"))
        .arg("validator")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The command may have ended before it reads.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    Ended { success: output.status.success(), text: String::from_utf8(text).unwrap() }
}

impl Ended {
    fn well(self, with: &str) -> String {
        assert!(self.success && self.text.contains(with), "{with}: {}", self.text);
        self.text
    }

    fn badly(self, with: &str) -> String {
        assert!(!self.success && self.text.contains(with), "{with}: {}", self.text);
        assert!(!self.text.contains("panicked"), "{}", self.text);
        self.text
    }
}

/// Returns the row `name` of a printed table.
fn field<'a>(text: &'a str, name: &str) -> &'a str {
    let line = text.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
    line.split_whitespace().last().unwrap()
}

/// A node with its own keystore on disk and Alice's development keys in memory.
fn alices_node(folder: &TempDir) -> Node {
    Node::start(&["--dev", "--base-path", folder.path().to_str().unwrap()])
}

/// One node for all of a validator's life: a start costs more than what is asked of it.
#[test]
fn keys_are_set_up_lost_and_rotated() {
    let folder = TempDir::new().unwrap();
    let node = alices_node(&folder);
    let url = node.websocket();
    let ask = |command: &str, account: &str| {
        validator(&[command, "--account", account, "--url", &url], "")
    };
    let sign = |command: &str, account: &str, secret: &str| {
        validator(&[command, "--account", account, "--url", &url, "--sign"], secret)
    };

    ask("status", ALICE).well("The node validates.");
    rotation_starts(&sign, &ask);
    setup_registers_keys(&sign, &ask);
    a_lost_key_is_noticed(&ask, &folder.path().join("chains/nes_dev/keystore"));
    what_cannot_be_done_is_said(&sign, &ask, &url);
    rotation_ends(&ask);
}

fn rotation_starts(sign: &impl Fn(&str, &str, &str) -> Ended, ask: &impl Fn(&str, &str) -> Ended) {
    let text = sign("rotate", ALICE, "//Alice").well("The keys are registered, in block");
    assert!(text.contains("The validator set runs with the old keys until session"), "{text}");
    assert!(!text.contains("//Alice"), "{text}");
    ask("status", ALICE).well("the validator set runs with older ones until session");
}

fn setup_registers_keys(
    sign: &impl Fn(&str, &str, &str) -> Ended,
    ask: &impl Fn(&str, &str) -> Ended,
) {
    ask("status", BOB).badly("no session keys are registered for");
    ask("rotate", BOB).badly("no session keys are registered for");
    let printed = ask("setup", BOB).well("Sign session.setKeys as");
    let call = bytes::from_hex(field(&printed, "call")).unwrap();
    assert!(matches!(RuntimeCall::decode(&mut &call[..]), Ok(RuntimeCall::Session(_))));
    ask("status", BOB).badly("no session keys are registered for");

    sign("setup", BOB, "//Bob\n").well("The keys are registered, in block");
    let text = ask("status", BOB).badly("has no node");
    assert!(text.contains("babe held, gran held, audi held"), "{text}");
    ask("setup", BOB).well("nothing is to be done");
}

fn a_lost_key_is_noticed(ask: &impl Fn(&str, &str) -> Ended, keystore: &Path) {
    // The last GRANDPA key that was made is Bob's; its file is named after type and key.
    let hexed = |kind: &[u8]| bytes::to_hex(kind, false).trim_start_matches("0x").to_owned();
    let newest = fs::read_dir(keystore)
        .unwrap()
        .map(|file| file.unwrap())
        .filter(|file| file.file_name().to_str().unwrap().starts_with(&hexed(b"gran")))
        .max_by_key(|file| file.metadata().unwrap().modified().unwrap())
        .unwrap();
    let kept = fs::read(newest.path()).unwrap();
    fs::remove_file(newest.path()).unwrap();
    let text = ask("status", BOB).badly("the keystore lacks gran of the session keys");
    assert!(text.contains("babe held, gran missing, audi held"), "{text}");
    fs::write(newest.path(), kept).unwrap();
    ask("status", BOB).badly("has no node");
}

fn what_cannot_be_done_is_said(
    sign: &impl Fn(&str, &str, &str) -> Ended,
    ask: &impl Fn(&str, &str) -> Ended,
    url: &str,
) {
    sign("rotate", BOB, "//Alice").badly("the secret is that of");
    sign("rotate", BOB, "").badly("the secret is that of");
    let said = sign("rotate", BOB, "no such secret").badly("has to say a secret");
    assert!(!said.contains("no such secret"), "{said}");
    let poor = output(&["key", "inspect", "--output-type", "json", "//poor"]);
    let poor: Value = serde_json::from_slice(&poor).unwrap();
    sign("setup", poor["ss58Address"].as_str().unwrap(), "//poor").badly("Inability to pay");
    ask("status", "nobody").badly("invalid ss58 address");
    let elsewhere = url.replace("ws:", "wss:");
    validator(&["status", "--account", BOB, "--url", &elsewhere], "").badly("no node answers");
    validator(&["status", "--account", BOB, "--url", "ws://127.0.0.1:1"], "")
        .badly("no node answers");
}

fn rotation_ends(ask: &impl Fn(&str, &str) -> Ended) {
    let start = Instant::now();
    while ask("status", ALICE).text.contains("older ones") {
        assert!(start.elapsed() < PATIENCE, "the new keys are never used");
        thread::sleep(Duration::from_secs(1));
    }
    let text = ask("status", ALICE).well("The node validates.");
    assert!(text.contains("this set         with the registered keys"), "{text}");
}

#[test]
fn unsafe_methods_that_are_denied_are_explained() {
    let node = Node::start(&["--dev", "--tmp", "--rpc-methods", "safe"]);
    let args = ["status", "--account", ALICE, "--url", &node.websocket()];
    validator(&args, "").badly("denies author_hasKey, which only its operator may use");
}

#[test]
fn the_chain_accepts_what_is_proved_of_inserted_keys() {
    let folder = TempDir::new().unwrap();
    let at = ["--chain", "dev", "--base-path", folder.path().to_str().unwrap()];
    let mut keys = String::from("0x");
    for (kind, scheme) in [("babe", "sr25519"), ("gran", "ed25519"), ("audi", "sr25519")] {
        let suri = format!("//Bob//{kind}");
        let key = ["key", "inspect", "--scheme", scheme, "--output-type", "json", &suri];
        let key: Value = serde_json::from_slice(&output(&key)).unwrap();
        keys.push_str(key["publicKey"].as_str().unwrap().trim_start_matches("0x"));
        if kind == "audi" {
            let early = [&["validator", "prove", "--account", BOB, "--keys", &keys][..], &at];
            assert!(failure(&early.concat()).contains("the keystore lacks audi of these keys"));
        }
        let insert = ["key", "insert", "--key-type", kind, "--scheme", scheme, "--suri", &suri];
        output(&[&insert[..], &at].concat());
    }
    let prove = ["validator", "prove", "--account", BOB, "--keys", &keys];
    let printed = String::from_utf8(output(&[&prove[..], &at].concat())).unwrap();
    assert_eq!(field(&printed, "keys"), keys);

    let call = bytes::from_hex(field(&printed, "call")).unwrap();
    let call = RuntimeCall::decode(&mut &call[..]).unwrap();
    genesis().execute_with(|| {
        let by = |account: &str| {
            call.clone().dispatch(RuntimeOrigin::signed(account.parse::<AccountId>().unwrap()))
        };
        by(ALICE).unwrap_err();
        by(BOB).unwrap();
    });
}

/// The development chain's first state.
fn genesis() -> TestExternalities {
    let spec = output(&["export-chain-spec", "--chain", "dev", "--raw"]);
    let spec: Value = serde_json::from_slice(&spec).unwrap();
    let hex = |text: &str| bytes::from_hex(text).unwrap();
    let top: BTreeMap<_, _> = spec["genesis"]["raw"]["top"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(key, value)| (hex(key), hex(value.as_str().unwrap())))
        .collect();
    TestExternalities::new(Storage { top, children_default: Default::default() })
}

#[test]
fn a_validator_without_keys_says_so_in_its_log_and_metrics() {
    let folder = TempDir::new().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let mut child = Command::new(env!("CARGO_BIN_EXE_nes-node"))
        .args(["--chain", "dev", "--validator", "--no-telemetry", "--rpc-port", "0"])
        .args(["--unsafe-force-node-key-generation", "--port", "0", "--prometheus-port", &port])
        .arg("--base-path")
        .arg(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let warned = wait_for_line(child.stderr.take().unwrap(), "the keystore holds no session keys");
    let metrics = ureq::get(&format!("http://127.0.0.1:{port}/metrics")).call();
    stop(child);
    assert!(warned, "no warning");
    let metrics = metrics.unwrap().body_mut().read_to_string().unwrap();
    let gauge = metrics.lines().find(|line| line.starts_with("nes_validator_keys{")).unwrap();
    assert!(gauge.ends_with(" 0"), "{gauge}");
}

/// Returns true if the log has a line with `mark` in time.
fn wait_for_line(stderr: ChildStderr, mark: &'static str) -> bool {
    let (found, seen) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if line.contains(mark) {
                let _ = found.send(());
            }
        }
    });
    seen.recv_timeout(PATIENCE).is_ok()
}

fn stop(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}
