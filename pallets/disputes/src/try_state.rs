//! The invariants of the pallet between two blocks.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use frame_support::ensure;
use nes_core::ServiceId;
use sp_runtime::TryRuntimeError;

use crate::{
    account::PotAccount,
    disputer::MAX_DISPUTES,
    params::ParamsOf,
    settled::WindowsOf,
    types::{Disputer, State},
    By, Config, KeptTaskOf, OpenIn, Pallet, Settled, Waiting, Windows,
};

impl<T: Config> Pallet<T> {
    /// Checks the invariants:
    ///
    /// 1. The parameters and the rules are within their bounds, and only parameters have changed.
    /// 2. The pot has at least the existential deposit and the bonds of all open disputes.
    /// 3. The members of a kept task are distinct, its window does not end before it begins, and only
    ///    one that is disputed again excludes others.
    /// 4. An undisputed task has exactly one row in the windows, under the last block of its own. There
    ///    are no other rows, and none under a block that counts as worked off.
    /// 5. A disputed task has disputers, no more than places, of distinct names, the payer's or a
    ///    node's. Each has the bond at least, a node exactly and a payer what it risks; it has opened a
    ///    sound answer, or none if the dispute waits; and it is among the open disputes of its
    ///    name, of which there are no others. A node has at most three.
    /// 6. The lines have exactly the waiting disputes, by what is at risk in each; the counts are those
    ///    of the open ones; and none waits while none is open.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ParamsOf::<T>::check()?;
        ensure!(Self::rules().is_valid(), "rules out of bounds");
        let mut bonds = Vec::new();
        for task in Settled::<T>::iter_values() {
            Self::check_task(&task)?;
            Self::check_disputers(&task)?;
            bonds.extend(task.disputers().iter().map(|disputer| disputer.bond));
        }
        PotAccount::<T>::check(bonds.into_iter())?;
        Self::check_windows()?;
        Self::check_names()?;
        Self::check_lines()
    }

    fn check_task(task: &KeptTaskOf<T>) -> Result<(), TryRuntimeError> {
        let nodes: BTreeSet<_> = task.members.iter().map(|member| &member.node).collect();
        ensure!(nodes.len() == task.members.len(), "a node with two seats of one task");
        ensure!(task.until >= task.since, "a window that ends before it begins");
        ensure!(task.again || task.excluded.is_empty(), "a first dispute that excludes nodes");
        Ok(())
    }

    fn check_disputers(task: &KeptTaskOf<T>) -> Result<(), TryRuntimeError> {
        let disputers = task.disputers();
        let is_disputed = !matches!(task.state, State::Undisputed);
        ensure!(is_disputed != disputers.is_empty(), "a dispute without disputers");
        let places = usize::from(Self::rules().places);
        ensure!(disputers.len() <= places, "more disputers than places");
        let names: BTreeSet<_> = disputers.iter().map(Disputer::name).collect();
        ensure!(names.len() == disputers.len(), "a disputer with two places");
        for disputer in disputers {
            Self::check_disputer(task, disputer)?;
        }
        Ok(())
    }

    fn check_disputer(
        task: &KeptTaskOf<T>,
        disputer: &Disputer<T::AccountId>,
    ) -> Result<(), TryRuntimeError> {
        let bond = Self::bond(&task.question).ok_or("a question whose bond overflows")?;
        let is_node = disputer.node.is_some();
        ensure!(
            is_node || disputer.who == task.payer,
            "a disputer who is no node and not the payer"
        );
        ensure!(
            if is_node { disputer.bond == bond } else { disputer.bond >= bond },
            "a bond that is not the required one"
        );
        ensure!(is_node || disputer.risk == disputer.bond, "a payer that risks not its bond");
        if let Some(answer) = disputer.opened() {
            ensure!(!matches!(task.state, State::Waiting(_)), "an answer to a dispute that waits");
            ensure!(
                Self::ensure_sound(&task.question, answer).is_ok(),
                "an answer that the task cannot have"
            );
        }
        Ok(())
    }

    fn check_windows() -> Result<(), TryRuntimeError> {
        for (block, id) in Windows::<T>::iter_keys() {
            let task = Settled::<T>::get(id).ok_or("a window without a task")?;
            ensure!(matches!(task.state, State::Undisputed), "a window of a disputed task");
            ensure!(task.until == block, "a window under a wrong block");
            let from = WindowsOf::<T>::cursor();
            ensure!(block >= from, "a window under a block that is worked off");
        }
        // Every row is its task's, so equal numbers mean a row for each.
        let tasks = Settled::<T>::iter_values();
        let undisputed = tasks.filter(|task| matches!(task.state, State::Undisputed)).count();
        ensure!(Windows::<T>::iter_keys().count() == undisputed, "a task whose window never ends");
        Ok(())
    }

    fn check_names() -> Result<(), TryRuntimeError> {
        let mut nodes = BTreeMap::<T::AccountId, usize>::new();
        let mut number = 0usize;
        for (id, task) in Settled::<T>::iter() {
            for disputer in task.disputers() {
                ensure!(By::<T>::contains_key(disputer.name(), id), "a disputer without a record");
                number = number.saturating_add(1);
                if let Some(node) = &disputer.node {
                    let count = nodes.entry(node.clone()).or_default();
                    *count = count.saturating_add(1);
                }
            }
        }
        ensure!(By::<T>::iter_keys().count() == number, "a record without a disputer");
        let has_few = nodes.values().all(|count| *count <= MAX_DISPUTES);
        ensure!(has_few, "a node with too many disputes");
        Ok(())
    }

    fn check_lines() -> Result<(), TryRuntimeError> {
        let mut open = BTreeMap::<ServiceId, u32>::new();
        let mut waiting = 0usize;
        for task in Settled::<T>::iter_values() {
            match task.state {
                State::Undisputed => {}
                State::Waiting(_) => waiting = waiting.saturating_add(1),
                State::Open { .. } => {
                    let count = open.entry(task.question.service).or_default();
                    *count = count.saturating_add(1);
                }
            }
        }
        ensure!(
            OpenIn::<T>::iter().collect::<BTreeMap<_, _>>() == open,
            "a wrong count of disputes"
        );
        let mut in_line = 0usize;
        for (service, line) in Waiting::<T>::iter() {
            ensure!(!line.is_empty() && open.contains_key(&service), "a line that nothing moves");
            let risks = line.iter().map(|(risk, _)| risk);
            ensure!(risks.rev().is_sorted(), "a line out of order");
            for (risk, id) in &line {
                let task = Settled::<T>::get(id).ok_or("a place in line without a task")?;
                let is_its = task.question.service == service
                    && matches!(task.state, State::Waiting(_))
                    && Self::risk_of(task.disputers()) == *risk;
                ensure!(is_its, "a place in line that is not its dispute's");
            }
            in_line = in_line.saturating_add(line.len());
        }
        ensure!(in_line == waiting, "a dispute that waits in no line");
        Ok(())
    }
}
