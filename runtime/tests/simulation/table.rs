//! The table of all cells, and the file in which they are kept until all are there.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
};

use super::cell::Figures;

/// The comments between which the page has the table.
const BEGIN: &str = "<!-- simulation: begin -->\n";
const END: &str = "<!-- simulation: end -->";

/// A thousandth of a NES in planck.
const MILLI: i128 = 1_000_000_000;

/// The cells that are done.
pub(crate) struct Cells {
    path: PathBuf,
    done: BTreeMap<String, Figures>,
}

impl Cells {
    /// Reads the cells of the file at `path`, if it is there.
    pub(crate) fn open(path: &Path) -> Self {
        let lines = fs::read_to_string(path).unwrap_or_default();
        // The last line may have been cut off.
        let done = lines.lines().filter_map(Figures::from_line).collect();
        Self { path: path.into(), done }
    }

    /// Returns the figures of a cell, if it is done.
    pub(crate) fn get(&self, cell: &str) -> Option<Figures> {
        self.done.get(cell).copied()
    }

    /// Adds a cell that is done.
    pub(crate) fn add(&mut self, cell: String, figures: Figures) {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.path).unwrap();
        // A line of its own, also after one that was cut off.
        write!(file, "\n{}", figures.to_line(&cell)).unwrap();
        self.done.insert(cell, figures);
    }
}

/// Returns the table of these rows, a name and the results for some shares each.
pub(crate) fn table(shares: &[u8], rows: &[(String, Vec<Figures>)]) -> String {
    let mut table = String::from("| |");
    shares.iter().for_each(|share| write!(table, " {share} % |").unwrap());
    write!(table, "\n|---|{}\n", "---|".repeat(shares.len())).unwrap();
    for (name, results) in rows {
        write!(table, "| {name} |").unwrap();
        results.iter().for_each(|result| write!(table, " {} |", of_cell(result)).unwrap());
        table.push('\n');
    }
    table
}

/// Returns a cell: the cost, and the harm in thousandths of it.
fn of_cell(result: &Figures) -> String {
    let (cost, harm) = (result.cost(), result.harm);
    let ratio = match (harm, cost) {
        (0, _) => "0".into(),
        (_, 1..) => {
            let thousandths = (1_000 * harm + cost - 1) / cost;
            format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
        }
        _ => "∞".into(),
    };
    let sign = if cost < 0 { "−" } else { "" };
    let amount = cost.abs() / MILLI;
    let fails = if result.is_sound() { "" } else { "**fails** " };
    format!("{fails}{sign}{}.{:03}, {ratio}", amount / 1_000, amount % 1_000)
}

/// Writes `text` between the comments of the page at `path`.
pub(crate) fn write_page(path: &Path, text: &str) {
    let page = fs::read_to_string(path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("it has the first comment");
    let (_, after) = rest.split_once(END).expect("it has the last comment");
    fs::write(path, format!("{before}{BEGIN}{text}{END}{after}")).unwrap();
}
