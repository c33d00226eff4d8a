use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};

use super::*;

/// A command that anyone may try at any time.
#[derive(Clone, Debug)]
enum Command {
    Request { payer: u64, max_price: Balance, committee: Option<u8>, prices: Vec<Balance> },
    Cancel { who: u64, task: TaskId },
    Commit { task: TaskId, node: u64, answer: Answer },
    Reveal { task: TaskId, node: u64, answer: Answer },
    CommitAll { task: TaskId },
    RevealAll { task: TaskId },
    Wait { blocks: u64, random: bool },
    Depart { who: u64 },
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let payer = || prop_oneof![Just(ALICE), Just(BOB), Just(NOBODY)];
    let node = || prop_oneof![Just(NINA), Just(NORA), Just(NICK), Just(BOB)];
    let task = || 0..12u64;
    let answer = || {
        (0..2u8, 0..60u64).prop_map(|(result, output)| Answer {
            usage: Usage { input: 100, output: output - output % 30 },
            ..answer(result)
        })
    };
    let command = prop_oneof![
        (payer(), 0..30u128, proptest::option::of(2..5u8), vec(5..15u128, 2..4)).prop_map(
            |(payer, max_price, committee, prices)| Command::Request {
                payer,
                max_price,
                committee,
                prices
            }
        ),
        (payer(), task()).prop_map(|(who, task)| Command::Cancel { who, task }),
        (task(), node(), answer()).prop_map(|(task, node, answer)| Command::Commit {
            task,
            node,
            answer
        }),
        (task(), node(), answer()).prop_map(|(task, node, answer)| Command::Reveal {
            task,
            node,
            answer
        }),
        task().prop_map(|task| Command::CommitAll { task }),
        task().prop_map(|task| Command::RevealAll { task }),
        (1..15u64, any::<bool>()).prop_map(|(blocks, random)| Command::Wait { blocks, random }),
        Just(Command::Depart { who: ALICE }),
    ];
    vec(command, 1..80)
}

/// Runs a command; if the runtime refuses it, nothing must have changed.
fn run(command: Command) {
    let state = || sp_io::storage::root(sp_runtime::StateVersion::V1);
    let before = state();
    let result = match command {
        Command::Request { payer, max_price, committee, prices } => {
            Drawable::set(NODES.into_iter().zip(prices).collect());
            request(payer, |request| {
                request.max_price = max_price;
                request.committee = committee;
            })
        }
        Command::Cancel { who, task } => Inference::cancel(signed(who), task),
        Command::Commit { task, node, answer } => commit(task, node, answer),
        Command::Reveal { task, node, answer } => reveal(task, node, answer),
        Command::CommitAll { task } => {
            for node in NODES {
                let _ = commit(task, node, answer(1));
            }
            return;
        }
        Command::RevealAll { task } => {
            for node in NODES {
                let _ = reveal(task, node, answer(1));
            }
            return;
        }
        Command::Wait { blocks, random } => {
            Randomness::set(random.then_some(Hash::repeat_byte(1)));
            return run_to(System::block_number() + blocks);
        }
        Command::Depart { who } => return depart(who),
    };
    if result.is_err() {
        assert_eq!(state(), before, "a refused call changed the state");
    }
}

/// The state that the events show: the escrows of open tasks, and the burned amount.
#[derive(Default)]
struct Model {
    escrows: BTreeMap<TaskId, Balance>,
    burned: Balance,
}

impl Model {
    fn follow(&mut self, event: Event<Test>) {
        match event {
            Event::Requested { task, escrow, .. } => {
                assert_eq!(self.escrows.insert(task, escrow), None);
            }
            Event::Settled { task, members, paid, refund, .. } => {
                let rest = self.escrows.remove(&task).unwrap() - paid;
                assert!(refund == rest || (refund == 0 && rest < LEAST));
                assert_eq!(members.iter().map(|member| member.paid).sum::<Balance>(), paid);
                for MemberReceipt { paid, parts, .. } in members {
                    assert_eq!(parts.burned + parts.treasury + parts.royalty + parts.node, paid);
                    self.burned += parts.burned;
                }
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Checks that, whatever is tried, every escrow is paid or given back to the planck, the escrow
    /// account has the open tasks' escrows, and nothing is left after the last deadline.
    #[test]
    fn runs_keep_every_planck(commands in commands()) {
        build_and_execute(|| {
            let issuance = Balances::total_issuance();
            let mut model = Model::default();
            for command in commands {
                run(command);
                events().into_iter().for_each(|event| model.follow(event));
                check();
                assert_eq!(escrows(), model.escrows.values().sum());
                assert_eq!(Balances::total_issuance(), issuance - model.burned);
            }
            Randomness::set(Some(Hash::zero()));
            run_to(System::block_number() + 60);
            events().into_iter().for_each(|event| model.follow(event));
            assert!(model.escrows.is_empty());
            assert_eq!(escrows(), 0);
            assert_eq!(Tasks::<Test>::iter().count(), 0);
            assert_eq!((Draws::<Test>::iter().count(), Deadlines::<Test>::iter().count()), (0, 0));
        });
    }
}
