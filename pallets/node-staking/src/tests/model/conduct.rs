//! The conduct of nodes as services.

use nes_core::ServiceFault;

use super::{Model, Outcome};

/// A node's tasks and faults.
#[derive(Clone, Default, Debug)]
pub(crate) struct Conduct {
    /// The number of all its tasks.
    tasks: u32,
    /// The era of the last one, and the numbers of tasks and of missed tasks in it.
    era: u32,
    tasks_of_era: u32,
    missed_of_era: u32,
    /// The eras of its faults, by kind.
    wrong: Vec<u32>,
    unrevealed: Vec<u32>,
    missed: Vec<u32>,
}

impl Conduct {
    /// Ends the last era; returns true if more than a twentieth of at least twenty tasks was missed
    /// in it.
    fn end_era(&mut self) -> bool {
        let (tasks, missed) = (self.tasks_of_era, self.missed_of_era);
        (self.tasks_of_era, self.missed_of_era) = (0, 0);
        tasks >= 20 && missed * 20 > tasks
    }

    /// Returns true if a fault in `era` is one too many in 28 eras, after which they are forgotten.
    fn is_too_many(&mut self, fault: ServiceFault, era: u32) -> bool {
        let (eras, most) = match fault {
            ServiceFault::WrongAnswer => (&mut self.wrong, 3),
            ServiceFault::NoReveal => (&mut self.unrevealed, 5),
            ServiceFault::NoCommit => (&mut self.missed, 10),
        };
        eras.push(era);
        eras.retain(|fault| fault + 28 > era);
        let jails = eras.len() >= most;
        if jails {
            eras.clear();
        }
        jails
    }
}

impl Model {
    /// Counts a task of `node` that has ended, perhaps with a fault that harmed a payer.
    pub(super) fn task(
        &mut self,
        node: u64,
        fault: Option<ServiceFault>,
        owed: Option<(u64, u128)>,
    ) -> Outcome {
        let era = self.era;
        let conduct = &mut self.node(node)?.conduct;
        let missed_many = conduct.era < era && conduct.end_era();
        let is_new = conduct.tasks < 20;
        conduct.era = era;
        conduct.tasks += 1;
        conduct.tasks_of_era += 1;
        conduct.missed_of_era += u32::from(fault == Some(ServiceFault::NoCommit) && !is_new);
        if missed_many {
            self.answer_for(node, ServiceFault::NoCommit, None)?;
        }
        match fault {
            Some(fault) if fault != ServiceFault::NoCommit && !is_new => {
                self.answer_for(node, fault, owed)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn leave(&mut self, who: u64) -> Outcome {
        self.touch(who, who)?;
        let row = self.node(who)?;
        super::ensure(!row.leaving, "NodeLeaving")?;
        if row.slashes.len() < 64 && row.conduct.end_era() {
            self.answer_for(who, ServiceFault::NoCommit, None)?;
        }
        let row = self.node(who)?;
        row.validator = false;
        row.leaving = true;
        let shares = row.shares_of(who);
        self.unbond(who, who, shares, 32)
    }

    fn answer_for(&mut self, node: u64, fault: ServiceFault, owed: Option<(u64, u128)>) -> Outcome {
        let era = self.era;
        let jails = self.node(node)?.conduct.is_too_many(fault, era);
        let (params, cap) = (self.params, self.params.service_slash_cap);
        let fraction = match fault {
            ServiceFault::WrongAnswer => params.wrong_answer.min(cap),
            ServiceFault::NoReveal => params.no_reveal.min(cap),
            ServiceFault::NoCommit => params.no_commit.min(cap),
        };
        if fraction.is_zero() {
            return Ok(());
        }
        let slash = self.slash_service(node, fraction.deconstruct())?;
        if let Some((payer, amount)) = owed.filter(|(_, amount)| *amount > 0) {
            let owed = &mut self.open.get_mut(&slash).unwrap().owed;
            match owed.iter().position(|(other, _)| *other == payer) {
                Some(at) => owed[at].1 += amount,
                None if owed.len() < 16 => owed.push((payer, amount)),
                None => {}
            }
        }
        if jails {
            self.jail(node, slash);
        }
        self.chill_if_too_little(node);
        Ok(())
    }

    /// Slashes the node once for the faults of this era, up to the cap.
    fn slash_service(&mut self, node: u64, fraction: u32) -> Outcome<u32> {
        let (era, cap) = (self.era, self.params.service_slash_cap.deconstruct());
        let slashes = &mut self.node(node)?.slashes;
        let of_this_era = slashes
            .iter_mut()
            .find(|slash| slash.offence.is_none() && slash.era == era && slash.is_pending());
        let Some(slash) = of_this_era else {
            return self.slash(node, fraction, None, None);
        };
        slash.fraction = (slash.fraction + fraction).min(cap.max(slash.fraction));
        let id = slash.id;
        self.seen.slashes_that_grew += 1;
        Ok(id)
    }
}
