//! The facts that are kept of a block.

use codec::{Decode, Encode};
use nes_core::{AccountId, Balance, DecidedDispute, EraIndex, Receipt};
use nes_runtime_api::{Document, ReferendumEnd, TallyInfo};

use crate::Kept;

/// The facts of a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The era after the block.
    pub era: EraIndex,
    /// The receipts of the tasks that ended in it.
    pub receipts: Vec<Receipt<AccountId>>,
    /// The disputes that were decided in it.
    pub decisions: Vec<DecidedDispute<AccountId>>,
    /// The turnout of the referenda that ended in it.
    pub turnouts: Vec<Turnout>,
    /// The discussion documents that referenda were given in it.
    pub documents: Vec<Document>,
}

/// A task that has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndedTask {
    /// Its receipt.
    pub receipt: Kept<Receipt<AccountId>>,
    /// The last decision of a dispute about its answer.
    pub decision: Option<Kept<DecidedDispute<AccountId>>>,
}

/// The votes on a referendum that has ended.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Debug)]
pub struct Turnout {
    /// The referendum.
    pub referendum: u32,
    /// The id of its track; `None` if it was submitted in the block in which it ended, or if the
    /// state before that block was not there.
    pub track: Option<u16>,
    /// Its outcome.
    pub end: ReferendumEnd,
    /// The era in which it ended.
    pub era: EraIndex,
    /// The votes on it.
    pub tally: TallyInfo,
    /// All NES that could vote when it ended, in planck.
    pub votable: Balance,
}

/// The votes on the referenda that ended in an era.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EraTurnout {
    /// The era.
    pub era: EraIndex,
    /// The number of the referenda.
    pub referenda: u32,
    /// The sums of their votes.
    pub tally: TallyInfo,
    /// The sum of the NES that could vote at the end of each, in planck.
    pub votable: Balance,
}

impl EraTurnout {
    /// The turnout of an `era` in which no referendum ended.
    pub(crate) fn none(era: EraIndex) -> Self {
        Self { era, referenda: 0, tally: TallyInfo { ayes: 0, nays: 0, support: 0 }, votable: 0 }
    }

    /// With one referendum more. The sums stop at the largest number.
    pub(crate) fn with(self, turnout: &Turnout) -> Self {
        let (sums, tally) = (self.tally, &turnout.tally);
        Self {
            era: self.era,
            referenda: self.referenda.saturating_add(1),
            tally: TallyInfo {
                ayes: sums.ayes.saturating_add(tally.ayes),
                nays: sums.nays.saturating_add(tally.nays),
                support: sums.support.saturating_add(tally.support),
            },
            votable: self.votable.saturating_add(turnout.votable),
        }
    }
}
