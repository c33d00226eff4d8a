//! The bounds of the parameters that strategies meet, each with the others at their defaults.
//!
//! Left out is what no strategy here meets: deposits, royalties, the highest price, commissions,
//! unbonding, appeals and the validator set; and the least self stake of a NES, with which no answer
//! can cost stake.

use nes_runtime::constants::currency::UNIT;
use serde_json::{json, Value};

use super::cell::Bound;

/// The self stake of a node by default, in NES.
const STAKE: u128 = 10_000;

/// Half of everything, in parts per billion.
const HALF: u32 = 500_000_000;

/// The strategies that lie before one committee and are judged by another.
const LIES: &[&str] =
    &["liars", "a friend who is right", "vain payer", "vain payer of 400 NES", "vain node"];

/// The strategies that are silent, or give another answer than most.
const FAILURES: &[&str] = &["mute", "dissents", "withholds reveals", "again, clear", "a near tie"];

/// The strategies that have much to do with time.
const TIMES: &[&str] = &["liars", "mute", "full house", "bulk lies"];

/// The bounds, each with the strategies that it touches.
pub(crate) const BOUNDS: &[(Bound, &[&str])] = &[
    (bound("dispute window 50", || json!({ "disputes": { "params": { "window": 50 } } })), TIMES),
    (
        bound("dispute window 1,000", || json!({ "disputes": { "params": { "window": 1_000 } } })),
        TIMES,
    ),
    (bound("commit window 5", || task("commitWindow", 5)), TIMES),
    (bound("commit window 1,000", || task("commitWindow", 1_000)), TIMES),
    (bound("reveal window 5", || task("revealWindow", 5)), TIMES),
    (bound("reveal window 1,000", || task("revealWindow", 1_000)), TIMES),
    (bound("lost dispute 0", || stake("lostDispute", 0)), LIES),
    (bound("lost dispute 50 %", || stake("lostDispute", HALF)), LIES),
    (bound("wrong second 0", || stake("wrongSecond", 0)), LIES),
    (bound("wrong second 50 %", || stake("wrongSecond", HALF)), LIES),
    (bound("dispute cap 0", || stake("disputeCap", 0)), LIES),
    (bound("dispute cap 50 %", || stake("disputeCap", HALF)), LIES),
    (bound("failed tasks 0", || stake("failedTasks", 0)), FAILURES),
    (bound("failed tasks 50 %", || stake("failedTasks", HALF)), FAILURES),
    (bound("service cap 0", || stake("serviceSlashCap", 0)), FAILURES),
    (bound("service cap 50 %", || stake("serviceSlashCap", HALF)), FAILURES),
    (
        Bound {
            name: "least stake 1,000,000 NES",
            patch: || {
                let least = 1_000_000 * UNIT;
                json!({ "nodeStaking": { "params": { "minSelfStake": least } } })
            },
            stake: 1_000_000,
        },
        LIES,
    ),
    (bound("stake cap 1 NES", || market("stakeCap", 1)), LIES),
    (bound("stake cap 2,000,000,000 NES", || market("stakeCap", 2_000_000_000)), LIES),
    (bound("least usual fee 0", || market("minUsual", 0)), &["liars", "dear"]),
    (bound("least usual fee 100 NES", || market("minUsual", 100)), &["liars", "dear"]),
];

const fn bound(name: &'static str, patch: fn() -> Value) -> Bound {
    Bound { name, patch, stake: STAKE }
}

fn task(name: &str, value: u32) -> Value {
    json!({ "inference": { "params": { name: value } } })
}

fn stake(name: &str, parts: u32) -> Value {
    json!({ "nodeStaking": { "params": { name: parts } } })
}

fn market(name: &str, nes: u128) -> Value {
    let planck = nes * UNIT;
    json!({ "market": { "params": { name: planck } } })
}
