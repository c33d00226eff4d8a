//! Starts the real binary and speaks to it as any client does.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr, Command, Stdio},
    sync::mpsc::{channel, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::{json, Value};

/// The time in which a node starts, stops or makes a few blocks on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// A running node; it ends with the value.
pub(crate) struct Node {
    child: Child,
    url: String,
}

impl Node {
    /// Starts a node with `args` on ports that are free, and waits for its RPC server.
    pub(crate) fn start(args: &[&str]) -> Self {
        let ports = ["--rpc-port", "0", "--port", "0", "--no-prometheus", "--no-telemetry"];
        let mut child = command(args).args(ports).spawn().unwrap();
        let addresses = rpc_address(child.stderr.take().unwrap());
        match addresses.recv_timeout(PATIENCE) {
            Ok(address) => Self { child, url: format!("http://{address}") },
            Err(error) => {
                child.kill().unwrap();
                panic!("the node has not started its RPC server: {error}");
            }
        }
    }

    /// The address at which it serves JSON-RPC over WebSocket.
    pub(crate) fn websocket(&self) -> String {
        self.url.replace("http:", "ws:")
    }

    /// Calls a JSON-RPC method: its result, or its error object.
    pub(crate) fn call(&self, method: &str, params: Value) -> Result<Value, Value> {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let mut response = ureq::post(&self.url).send_json(request).unwrap();
        let mut response: Value = response.body_mut().read_json().unwrap();
        match response.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(response["result"].take()),
        }
    }

    /// Asks until `answer` finds what it looks for.
    pub(crate) fn wait_for<T>(&self, what: &str, answer: impl Fn(&Self) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = answer(self) {
                return found;
            }
            assert!(start.elapsed() < PATIENCE, "no {what} in time");
            thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Starts a node with `args`, and stops it by SIGTERM once its log has `mark`; returns the log.
pub(crate) fn stopped(args: &[&str], mark: &str) -> String {
    let mut child = command(args).spawn().unwrap();
    let pid = child.id().to_string();
    let mut log = String::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok) {
        log = log + &line + "\n";
        if line.contains(mark) {
            assert!(Command::new("kill").arg(&pid).status().unwrap().success());
        }
    }
    assert!(child.wait().unwrap().success(), "{log}");
    log
}

/// Runs the binary to its end, which must be a failure: what it says on stderr.
pub(crate) fn failure(args: &[&str]) -> String {
    let mut child = command(args).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let output = thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).unwrap();
        text
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{args:?} runs on");
        }
        thread::sleep(Duration::from_millis(50));
    };
    let text = output.join().unwrap();
    assert!(!status.success(), "{args:?} succeeded: {text}");
    assert!(!text.contains("panicked"), "{args:?} panicked: {text}");
    text
}

/// Runs the binary to its end, which must be a success: what it writes.
pub(crate) fn output(args: &[&str]) -> Vec<u8> {
    let output = command(args).stdout(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nes-node"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Reads the log for the RPC server's address, and on to its end so that the node never waits.
fn rpc_address(stderr: ChildStderr) -> Receiver<String> {
    const MARK: &str = "Running JSON-RPC server: addr=";
    let (found, addresses) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if let Some((_, list)) = line.split_once(MARK) {
                let address = list.split(',').next().unwrap_or(list);
                let _ = found.send(address.trim().to_owned());
            }
        }
    });
    addresses
}
