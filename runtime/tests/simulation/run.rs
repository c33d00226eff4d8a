//! A run: honest participants and an attacker use the chain, block after block.

use std::collections::BTreeMap;

use nes_core::{AccountId, Answer, Balance, BlockNumber, TaskId};
use nes_runtime::constants::currency::UNIT;

use super::{
    question::Question,
    rules::{Dispute, News, Rules},
    strategies::{by_node, Committee, Reply, Settled, Strategy},
    world::{payers, World},
};

/// One of this number of settled answers is looked at by a node that was not in the committee.
const WATCH: u64 = 20;
/// The blocks in which a disputer tries to place its dispute.
const PATIENCE: BlockNumber = 100;
/// The reward for a block on the public chain: three fifths of an era's 54,757 NES by 7,200.
const BLOCK_REWARD: i128 = 4_563 * 1_000_000_000;
/// The price of a bribe: the hundredth of its stake that the member loses if the bribe fails.
const BRIBE: Balance = 100;
/// The blocks after the last slash in which the last era is paid.
const PAYOUT: u32 = 210;
/// The most blocks that the end of a run takes.
const LONGEST_END: u32 = 5_000;

/// The result of a run, in planck.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(crate) struct Ending {
    /// All that the attacker has won, without what the work of his nodes has cost.
    pub(crate) profit: i128,
    /// The amount that honest operators and delegators have lost of stake and bonds.
    pub(crate) harm: i128,
    /// The number of disputes that were placed.
    pub(crate) disputes: u32,
}

/// A member of an open committee.
struct Seat {
    node: AccountId,
    reply: Reply,
    due: BlockNumber,
    is_done: bool,
}

/// An open committee.
struct Open {
    question: TaskId,
    is_second: bool,
    is_revealing: bool,
    seats: Vec<Seat>,
}

/// A settled answer that can be disputed.
struct Kept {
    answer: Answer,
    members: Vec<AccountId>,
}

/// A dispute that is still to be placed.
struct Wish {
    task: TaskId,
    dispute: Dispute,
    from: BlockNumber,
}

/// A run.
pub(crate) struct Run<'a> {
    world: &'a World,
    rules: &'a mut dyn Rules,
    strategy: &'a mut dyn Strategy,
    now: BlockNumber,
    questions: BTreeMap<TaskId, Question>,
    open: BTreeMap<TaskId, Open>,
    kept: BTreeMap<TaskId, Kept>,
    wishes: Vec<Wish>,
    placed: BTreeMap<TaskId, Vec<Dispute>>,
    disputes: u32,
    /// The costs of the attacker that the rules do not know.
    costs: i128,
}

/// Runs `strategy` for this number of blocks by `rules`, and until all that has come of it is over.
pub(crate) fn simulate(
    world: &World,
    rules: &mut dyn Rules,
    strategy: &mut dyn Strategy,
    blocks: u32,
) -> Ending {
    let now = rules.now();
    let mut run = Run {
        world,
        rules,
        strategy,
        now,
        questions: BTreeMap::new(),
        open: BTreeMap::new(),
        kept: BTreeMap::new(),
        wishes: vec![],
        placed: BTreeMap::new(),
        disputes: 0,
        costs: 0,
    };
    run.simulate(blocks)
}

impl Run<'_> {
    fn simulate(&mut self, blocks: u32) -> Ending {
        let (group, others) = (self.wealth_of_group(), self.savings_of_others());
        for block in 0..blocks {
            self.request_and_offer(block);
            self.begin_block();
        }
        let mut end = 0;
        while self.rules.is_busy() {
            (0..10).for_each(|_| self.begin_block());
            end += 10;
            assert!(end < LONGEST_END, "it does not end");
        }
        (0..PAYOUT).for_each(|_| self.begin_block());
        let losses = others.into_iter().map(|(who, before)| {
            let after = signed(self.rules.savings(&who));
            (before - after).max(0)
        });
        let harm = losses.sum();
        let profit = self.wealth_of_group() - group - self.costs;
        Ending { profit, harm, disputes: self.disputes }
    }

    /// Payers request, nodes change their offers, and the publisher updates.
    fn request_and_offer(&mut self, block: u32) {
        if block.is_multiple_of(2) {
            let payers: Vec<_> = payers().collect();
            let payer = self.world.dice(("payer", block), payers.len().try_into().unwrap());
            let payer = payers[usize::try_from(payer).unwrap()].clone();
            self.request(Question::of(payer, self.world));
        }
        let own = self.strategy.ask(self.world, block);
        own.into_iter().for_each(|question| self.request(question));
        for (node, offer) in self.strategy.offer(self.world, block) {
            self.rules.offer(&node, offer);
        }
        if self.strategy.updates(block) {
            self.rules.update();
        }
    }

    fn request(&mut self, question: Question) {
        if let Some(task) = self.rules.request(&question.request) {
            self.questions.insert(task, question);
        }
    }

    /// Begins the next block; members and disputers do their part in it.
    fn begin_block(&mut self) {
        let Self { world, rules, strategy, questions, costs, .. } = self;
        let news = rules.next_block(&mut |slot, news| {
            let is_author = world.dice(("slot", slot), 100) < world.share.into();
            let withheld = is_author
                && committees(world, questions, news)
                    .any(|committee| strategy.withholds(&committee));
            *costs += if withheld { BLOCK_REWARD } else { 0 };
            withheld
        });
        self.now = self.rules.now();
        news.into_iter().for_each(|item| self.hear(item));
        self.reply();
        self.place();
    }

    fn hear(&mut self, item: News) {
        match item {
            News::Drawn { task, of, members } => self.plan(task, of, &members),
            News::Revealing { task } => self.begin_reveals(task),
            News::Settled { task, answer, members, can_dispute } => {
                self.open.remove(&task);
                if let (true, Some(answer)) = (can_dispute, answer) {
                    self.kept.insert(task, Kept { answer, members });
                    self.look_at(task);
                }
            }
            News::Decided { task, second, is_undecided } => {
                self.open.remove(&second);
                self.placed.remove(&task);
                if is_undecided {
                    self.look_at(task);
                }
            }
        }
    }

    /// The members of a drawn committee plan their replies.
    fn plan(&mut self, task: TaskId, of: Option<TaskId>, members: &[AccountId]) {
        let question = of.unwrap_or(task);
        let committee = Committee {
            world: self.world,
            task: question,
            question: &self.questions[&question],
            is_second: of.is_some(),
            members,
        };
        let mut seats = vec![];
        for node in members {
            let is_own = self.world.is_own(node);
            let is_bribed = !is_own && self.strategy.bribes(&committee, node);
            let reply = match is_own || is_bribed {
                true => self.strategy.reply(&committee, node),
                false => committee.honest(node),
            };
            if is_own && reply.works && !self.world.is_stolen {
                self.costs += signed(self.world.price / 2);
            }
            if is_bribed {
                self.costs += signed(BRIBE * UNIT);
            }
            let due = self.now + reply.delay;
            seats.push(Seat { node: node.clone(), reply, due, is_done: false });
        }
        let is_second = of.is_some();
        self.open.insert(task, Open { question, is_second, is_revealing: false, seats });
    }

    fn begin_reveals(&mut self, task: TaskId) {
        let Some(open) = self.open.get_mut(&task) else { return };
        open.is_revealing = true;
        open.seats.iter_mut().for_each(|seat| seat.is_done = !seat.reply.reveals);
        let (is_second, question) = (open.is_second, open.question);
        if is_second {
            let placed = self.placed.get(&question).into_iter().flatten();
            placed
                .filter(|dispute| dispute.opens)
                .for_each(|dispute| self.rules.open(question, dispute));
        }
    }

    /// Members commit when their time has come, and reveal when they can.
    fn reply(&mut self) {
        for (task, open) in &mut self.open {
            let due = open.seats.iter_mut().filter(|seat| !seat.is_done && seat.due <= self.now);
            for Seat { node, reply, is_done, .. } in due {
                *is_done = true;
                let Some(answer) = reply.answer else { continue };
                match open.is_revealing {
                    true => self.rules.reveal(*task, node, answer),
                    false => self.rules.commit(*task, node, answer),
                }
            }
        }
    }

    /// The attacker disputes a settled answer or not; each honest member does whose own answer it
    /// contradicts, and so does a node that happens to look.
    fn look_at(&mut self, task: TaskId) {
        let (world, Kept { answer, members }) = (self.world, &self.kept[&task]);
        let question = &self.questions[&task];
        let settled = Settled { world, question, answer: *answer, members };
        for dispute in self.strategy.dispute(&settled) {
            self.wishes.push(Wish { task, dispute, from: self.now });
        }
        let watchman = (world.dice(("watch", task), WATCH) == 0).then(|| {
            let number = world.dice(("watchman", task), world.honest.len().try_into().unwrap());
            &world.honest[usize::try_from(number).unwrap()]
        });
        let mut honest: Vec<_> = members.iter().filter(|node| !world.is_own(node)).collect();
        honest.extend(watchman.filter(|node| !members.contains(node)));
        for node in honest {
            let own = question.honest(task, node);
            if own.contradicts(answer) {
                let dispute = by_node(node, own);
                self.wishes.push(Wish { task, dispute, from: self.now + 1 });
            }
        }
    }

    /// Disputers place their disputes; who cannot tries again in a few blocks.
    fn place(&mut self) {
        let now = self.now;
        let (due, later): (Vec<_>, _) =
            core::mem::take(&mut self.wishes).into_iter().partition(|wish| {
                let Wish { from, .. } = wish;
                now >= *from && (now - from).is_multiple_of(5)
            });
        self.wishes = later;
        for Wish { task, dispute, from } in due {
            if self.rules.dispute(task, &dispute) {
                self.disputes += 1;
                self.placed.entry(task).or_default().push(dispute);
            } else if now < from + PATIENCE {
                self.wishes.push(Wish { task, dispute, from });
            }
        }
    }

    fn wealth_of_group(&mut self) -> i128 {
        self.world.group().map(|who| signed(self.rules.wealth(&who))).sum()
    }

    fn savings_of_others(&mut self) -> Vec<(AccountId, i128)> {
        let nodes = self.world.honest.iter().cloned();
        let others = nodes.chain(self.world.delegators().map(|(_, staker)| staker));
        others.map(|who| (who.clone(), signed(self.rules.savings(&who)))).collect()
    }
}

/// Returns the committees of tasks that are drawn by the news of a block.
fn committees<'a>(
    world: &'a World,
    questions: &'a BTreeMap<TaskId, Question>,
    news: &'a [News],
) -> impl Iterator<Item = Committee<'a>> {
    news.iter().filter_map(move |item| match item {
        News::Drawn { task, of, members } => {
            let (question, is_second) = (of.unwrap_or(*task), of.is_some());
            let committee = Committee {
                world,
                task: question,
                question: questions.get(&question)?,
                is_second,
                members,
            };
            Some(committee)
        }
        _ => None,
    })
}

/// Returns an amount with its sign.
pub(crate) fn signed(amount: Balance) -> i128 {
    amount.try_into().unwrap()
}
