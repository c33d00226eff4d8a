//! The tables of parameters in the specifications, against the genesis of the public chain and the
//! bounds that the code checks.

use nes_runtime::genesis::MAINNET;
use nes_support::params::Bounded;

use crate::common::genesis_config;

/// Writes a number with a comma before every three digits.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let start = digits.len() % 3;
    let groups = digits.as_bytes()[start..].chunks(3).map(|group| str::from_utf8(group).unwrap());
    let first = (start > 0).then(|| &digits[..start]);
    first.into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

/// Writes a number that has this number of decimals, without the zeros at its end.
fn decimal(number: u128, decimals: u32) -> String {
    let (whole, width) = (10u128.pow(decimals), usize::try_from(decimals).unwrap());
    let text = format!("{}.{:0width$}", grouped(number / whole), number % whole);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Returns the row of a table for a parameter: its name, its default and its bounds.
fn row(name: &str, unit: &str, default: u128, min: u128, max: u128) -> String {
    let (write, unit, short): (fn(u128) -> String, _, _) = match unit {
        "planck" => (|planck| decimal(planck, 12), "NES", " NES"),
        "parts per billion" => (|parts| decimal(parts, 7), "%", " %"),
        _ => (grouped, unit, ""),
    };
    format!("| `{name}` | {} {unit} | {} to {}{short} |", write(default), write(min), write(max))
}

/// Asserts that a specification has a table of exactly the parameters `params`, in their order.
fn assert_lists<P: Bounded>(specification: &str, params: &P) {
    let expected: Vec<_> = P::BOUNDS
        .iter()
        .map(|bound| row(bound.name, bound.unit, bound.get(params), bound.min, bound.max))
        .collect();
    let table = specification.split("| parameter | default | bounds |").nth(1);
    let rows = table.expect("there is a table").lines().skip(2);
    let rows: Vec<_> = rows.take_while(|line| line.starts_with('|')).collect();
    let is_listed = |(row, expected): (&&str, &String)| row.starts_with(expected);
    assert!(
        rows.len() == expected.len() && rows.iter().zip(&expected).all(is_listed),
        "the table must begin each row so:\n{}",
        expected.join("\n")
    );
}

#[test]
fn specifications_list_every_parameter_with_its_default_and_its_bounds() {
    let genesis = genesis_config(MAINNET, serde_json::json!({}));
    let specification = |pallet: &str| {
        let file = format!("{}/../pallets/{pallet}/README.md", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(file).unwrap()
    };
    assert_lists(&specification("node-staking"), &genesis.node_staking.params);
    assert_lists(&specification("market"), &genesis.market.params);
    assert_lists(&specification("inference"), &genesis.inference.params);
    assert_lists(&specification("disputes"), &genesis.disputes.params);
    assert_lists(&specification("rewards"), &genesis.rewards.params);
}

#[test]
fn numbers_are_written_as_people_read_them() {
    assert_eq!(grouped(0), "0");
    assert_eq!(grouped(1_000_000), "1,000,000");
    assert_eq!(grouped(12_345), "12,345");
    assert_eq!(
        row("a", "planck", 1_500_000_000_000, 1_000_000_000, 10u128.pow(16)),
        "| `a` | 1.5 NES | 0.001 to 10,000 NES |"
    );
    assert_eq!(
        row("b", "parts per billion", 1_000_000, 0, 500_000_000),
        "| `b` | 0.1 % | 0 to 50 % |"
    );
    assert_eq!(row("c", "blocks", 20, 5, 1_000), "| `c` | 20 blocks | 5 to 1,000 |");
}
