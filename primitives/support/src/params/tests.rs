#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use sp_runtime::Perbill;

use super::*;

/// Parameters with a field of every type.
#[derive(serde::Deserialize, Clone, PartialEq, Eq, Debug)]
struct Params {
    window: u32,
    units: u64,
    deposit: u128,
    share: Perbill,
    fraction: Perbill,
}

crate::bounds! {
    Params {
        window: "blocks", 5..=1_000, ParameterAdmin;
        units: "units", 1..=1_000_000, StakingAdmin;
        deposit: "planck", 0..=u128::MAX, ParameterAdmin;
        share: "parts per billion", 0..=1_000_000_000, ParameterAdmin;
        fraction: "parts per billion", 7..=7, StakingAdmin;
    }
}

/// Parameters within their bounds.
fn params() -> Params {
    Params {
        window: 20,
        units: 1,
        deposit: 10,
        share: Perbill::from_percent(5),
        fraction: Perbill::from_parts(7),
    }
}

const ROOT: Authority = Authority::Root;
const PARAMETERS: Authority = Authority::Track(Track::ParameterAdmin);
const STAKING: Authority = Authority::Track(Track::StakingAdmin);

#[test]
fn root_may_change_everything_and_a_track_its_own() {
    let tracks = [Track::ParameterAdmin, Track::StakingAdmin];
    assert_eq!(tracks.map(|track| ROOT.may_change(track)), [true, true]);
    assert_eq!(tracks.map(|track| PARAMETERS.may_change(track)), [true, false]);
    assert_eq!(tracks.map(|track| STAKING.may_change(track)), [false, true]);
}

#[test]
fn every_field_has_both_bounds() {
    for row in Params::BOUNDS {
        for number in [row.min, row.max] {
            let at = row.with(&params(), number).unwrap();
            assert_eq!(row.get(&at), number, "{}", row.name);
            assert!(at.is_within_bounds(), "{} = {number}", row.name);
        }
        for number in [row.min.checked_sub(1), row.max.checked_add(1)].into_iter().flatten() {
            if let Some(beyond) = row.with(&params(), number) {
                assert!(!beyond.is_within_bounds(), "{} = {number}", row.name);
            }
        }
    }
}

#[test]
fn a_number_that_a_type_has_not_cannot_be_written() {
    let beyond = |field: usize, number: u128| Params::BOUNDS[field].with(&params(), number);
    assert_eq!(beyond(0, u128::from(u32::MAX) + 1), None);
    assert_eq!(beyond(1, u128::from(u64::MAX) + 1), None);
    assert_eq!(beyond(3, 1_000_000_001), None);
    assert_eq!(beyond(4, 1_000_000_001), None);
    assert_eq!(beyond(4, u128::MAX), None);
}

#[test]
fn a_share_above_one_out_of_json_is_out_of_bounds() {
    let json = r#"{"window":20,"units":1,"deposit":10,"share":1000000001,"fraction":7}"#;
    let params: Params = serde_json::from_str(json).unwrap();
    assert_eq!(Params::BOUNDS[3].get(&params), 1_000_000_001);
    assert!(!params.is_within_bounds());
}

#[test]
fn changes_are_the_rows_that_differ() {
    let new = Params { window: 21, fraction: Perbill::zero(), ..params() };
    let names = |old: &Params, new: &Params| old.changes(new).map(|row| row.name).collect();
    let changed: Vec<_> = names(&params(), &new);
    assert_eq!(changed, ["window", "fraction"]);
    let changed: Vec<_> = names(&new, &new);
    assert!(changed.is_empty());
}

#[test]
fn an_authority_may_make_the_changes_of_its_track() {
    for row in Params::BOUNDS {
        let new = row.with(&params(), row.get(&params()) + 1).unwrap();
        assert!(params().may_become(&new, ROOT));
        assert_eq!(params().may_become(&new, PARAMETERS), row.track == Track::ParameterAdmin);
        assert_eq!(params().may_become(&new, STAKING), row.track == Track::StakingAdmin);
    }
    let both = Params { window: 21, units: 2, ..params() };
    assert!(params().may_become(&both, ROOT));
    assert!(!params().may_become(&both, PARAMETERS) && !params().may_become(&both, STAKING));
    assert!(params().may_become(&params(), PARAMETERS));
}

#[test]
fn moves_a_field_to_the_next_number_within_bounds() {
    let moved = |field: usize, number: u128| {
        let row = &Params::BOUNDS[field];
        row.get(&row.moved(&row.with(&params(), number).unwrap()))
    };
    assert_eq!(moved(0, 20), 21);
    assert_eq!(moved(0, 1_000), 999);
    assert_eq!(moved(0, 0), 5);
    assert_eq!(moved(0, 1_001), 1_000);
    assert_eq!(moved(3, 1_000_000_000), 999_999_999);
    assert_eq!(moved(4, 7), 7);
}

#[test]
fn lists_every_parameter_with_its_last_change() {
    let changed_at = |name: Name| (name.as_slice() == b"units").then_some(9u32);
    let list = params().list(changed_at);
    assert_eq!(list.len(), Params::BOUNDS.len());
    assert_eq!(
        list[1],
        Parameter {
            name: b"units".to_vec(),
            value: 1,
            unit: b"units".to_vec(),
            min: 1,
            max: 1_000_000,
            track: Track::StakingAdmin,
            changed_at: Some(9),
        }
    );
    assert!(list.iter().all(|row| row.changed_at.is_none() || row.name == b"units"));
}

#[test]
fn knows_the_names_of_its_parameters() {
    assert!(Params::BOUNDS.iter().all(|row| Params::has(&row.key())));
    assert!(!Params::has(&Name::truncate_from(b"colour".to_vec())));
}
