//! Simulated participants over the real runtime: an attacker with some of the stake follows a strategy
//! against honest nodes and payers, and is compared with the same group that is honest.

mod bounds;
mod cell;
mod chain;
mod first;
mod question;
mod rules;
mod run;
mod setup;
mod strategies;
mod table;
mod world;

use std::{env, path::Path, sync::Mutex, thread, time::Instant};

use bounds::BOUNDS;
use cell::{Bound, Figures, Named, Simulator};
use first::First;
use question::Matter;
use run::{simulate, Ending};
use strategies::{nodes, payers, Honest, Strategy, ALL};
use table::{table, write_page, Cells};
use world::World;

/// Names the file of the cells that are done; with it all are made, and the page is written.
const CELLS: &str = "NES_SIMULATION";

/// The page with the table.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/protocol/inference.md");

/// The attacker's shares of the stake, in percent, and those for which bounds are tried.
const SHARES: [u8; 5] = [1, 5, 10, 20, 30];
const SHARES_AT_BOUNDS: [u8; 2] = [10, 30];

/// The blocks in which tasks are requested: two eras.
const BLOCKS: u32 = 400;

/// The seeds of a cell, and of one at a bound.
const SEEDS: u64 = 2;
const SEEDS_AT_BOUNDS: u64 = 1;

/// The strategies of the small run, with a share of the stake each. All of them hold; the page names
/// those that do not, by which the run of all cells fails.
const SMALL: [(&str, u8); 7] = [
    ("liars", 30),
    ("mute", 30),
    ("dissents", 10),
    ("again, clear", 20),
    ("full house", 10),
    ("vain payer", 20),
    ("a friend who is right", 20),
];

fn named(name: &str) -> &'static Named {
    ALL.iter().find(|(other, _)| *other == name).expect("there is a strategy of this name")
}

/// Runs a strategy by the rules of the first edition.
fn on_first(strategy: &mut dyn Strategy, share: u8) -> Figures {
    let mut world = World::new(0, share);
    strategy.prepare(&mut world);
    let ending = simulate(&world, &mut First::new(&world), strategy, BLOCKS);
    let honest = simulate(&world, &mut First::new(&world), &mut Honest, BLOCKS);
    assert_eq!(honest.harm, 0);
    let Ending { profit, harm, disputes } = ending;
    Figures { profit, honest: honest.profit, harm, disputes }
}

#[test]
fn by_the_rules_of_the_first_edition_the_attacks_on_it_are_found() {
    let attacks: [fn() -> Box<dyn Strategy>; 3] = [
        || Box::new(payers::Again(Matter::Clear)),
        || Box::new(payers::Doubt { matter: Matter::Split(80), price: 1_000 }),
        || Box::new(nodes::Liars { is_locked: false }),
    ];
    for (number, attack) in attacks.into_iter().enumerate() {
        for share in [20, 30] {
            let result = on_first(&mut *attack(), share);
            println!("{number}, {share} %: {result:?}");
            assert!(!result.is_sound(), "{number}, {share} %: {result:?}");
        }
    }
}

#[test]
fn strategies_do_not_pay_nor_harm_others_by_more_than_a_tenth_of_their_cost() {
    match env::var(CELLS) {
        Ok(path) => make_all(Path::new(&path)),
        Err(_) => SMALL.iter().for_each(|(name, share)| {
            let result = Simulator::default().figures(named(name), *share, None, BLOCKS, 1);
            println!("{name}, {share} %: {result:?}");
            assert!(result.is_sound(), "{name}, {share} %: {result:?}");
        }),
    }
}

/// A row of the table: a strategy, with a parameter at a bound or none.
struct Row {
    strategy: &'static Named,
    bound: Option<&'static Bound>,
}

impl Row {
    /// Returns all rows of the table.
    fn all() -> Vec<Self> {
        let defaults = ALL.iter().map(|strategy| Self { strategy, bound: None });
        let at_bounds = BOUNDS.iter().flat_map(|(bound, names)| {
            let row = |name: &&str| Self { strategy: named(name), bound: Some(bound) };
            names.iter().map(row)
        });
        defaults.chain(at_bounds).collect()
    }

    fn name(&self) -> String {
        match self.bound {
            Some(bound) => format!("{}: {}", bound.name, self.strategy.0),
            None => self.strategy.0.into(),
        }
    }

    /// Returns the shares that are tried, each with the name of its cell.
    fn cells(&self) -> impl Iterator<Item = (u8, String)> {
        let shares = if self.bound.is_some() { &SHARES_AT_BOUNDS[..] } else { &SHARES };
        let name = self.name();
        shares.iter().map(move |share| (*share, format!("{name}, {share} %")))
    }

    fn figures(&self, share: u8, simulator: &Simulator) -> Figures {
        let seeds = if self.bound.is_some() { SEEDS_AT_BOUNDS } else { SEEDS };
        simulator.figures(self.strategy, share, self.bound, BLOCKS, seeds)
    }
}

/// Makes all cells that are not done, and writes the page.
fn make_all(path: &Path) {
    let begin = Instant::now();
    let (rows, simulator) = (Row::all(), Simulator::default());
    let cells = Mutex::new(Cells::open(path));
    let all = rows.iter().flat_map(|row| row.cells().map(move |(share, cell)| (row, share, cell)));
    let todo: Vec<_> = all.filter(|(.., cell)| cells.lock().unwrap().get(cell).is_none()).collect();
    let todo = Mutex::new(todo.into_iter());
    let next = || todo.lock().unwrap().next();
    let work = || {
        while let Some((row, share, cell)) = next() {
            let figures = row.figures(share, &simulator);
            println!("{} s, {cell}: {figures:?}", begin.elapsed().as_secs());
            cells.lock().unwrap().add(cell, figures);
        }
    };
    thread::scope(|scope| {
        (0..thread::available_parallelism().map_or(1, usize::from)).for_each(|_| {
            scope.spawn(work);
        });
    });
    println!("made in {} s", begin.elapsed().as_secs());
    write_all(&rows, &cells.into_inner().unwrap());
}

/// Writes the page; fails if a strategy is not sound.
fn write_all(rows: &[Row], cells: &Cells) {
    let mut failures = vec![];
    let mut table_of = |shares: &[u8], has_bound: bool| {
        let rows = rows.iter().filter(|row| row.bound.is_some() == has_bound).map(|row| {
            let figures = row.cells().map(|(_, cell)| {
                let figures = cells.get(&cell).expect("it is done");
                failures.extend((!figures.is_sound()).then_some(cell));
                figures
            });
            (row.name(), figures.collect())
        });
        table(shares, &rows.collect::<Vec<_>>())
    };
    let (defaults, at_bounds) = (table_of(&SHARES, false), table_of(&SHARES_AT_BOUNDS, true));
    let page = format!("\n{defaults}\nAt the bounds of parameters:\n\n{at_bounds}\n");
    write_page(Path::new(PAGE), &page);
    assert!(failures.is_empty(), "these do not hold: {failures:#?}");
}
