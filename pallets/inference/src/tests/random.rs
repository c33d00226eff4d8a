use proptest::{collection::vec, prelude::*};

use super::{
    model::{Model, Open},
    *,
};

/// A command that anyone may try at any time. Its task is one of the open ones, or sometimes none.
#[derive(Clone, Debug)]
enum Command {
    Request {
        payer: u64,
        remote: bool,
        price: Balance,
        committee: Option<u8>,
        patience: Option<u8>,
    },
    Offer {
        prices: Vec<Balance>,
    },
    Cancel {
        who: u64,
        task: TaskId,
    },
    Commit {
        task: TaskId,
        node: u64,
        answer: Answer,
    },
    Reveal {
        task: TaskId,
        node: u64,
        answer: Answer,
    },
    CommitAll {
        task: TaskId,
        answers: Vec<Option<Answer>>,
    },
    RevealAll {
        task: TaskId,
        who: [bool; 5],
    },
    Terms {
        slashable: bool,
        affordable: bool,
    },
    Duties {
        nodes: usize,
        seed: bool,
    },
    Dispute {
        task: TaskId,
    },
    Wait {
        blocks: u64,
        random: bool,
        migrating: bool,
    },
    Depart,
}

/// Returns an answer: an output, with a usage that may be too high, or a reason, which may be none
/// that its task takes.
fn answers() -> impl Strategy<Value = Answer> + Clone {
    let outputs = (1..3u8, prop_oneof![8 => Just(10), 2 => Just(50), 1 => Just(51)]);
    let outputs = outputs.prop_map(|(result, units)| {
        let usage = Usage { input: 100, output: units };
        Answer::Output(Output { usage, ..output(result) })
    });
    let pairs = (1..3u8, 1..3u8).prop_map(|(first, second)| {
        let (first, second) = (Hash::repeat_byte(first), Hash::repeat_byte(second));
        Answer::Unservable(Unservable::Ambiguous(first, second))
    });
    prop_oneof![8 => outputs, 3 => Just(INVALID), 3 => Just(UNREADABLE), 1 => pairs]
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let payer = || prop_oneof![4 => Just(ALICE), 2 => Just(BOB), 1 => Just(NOBODY)];
    let node = || prop_oneof![Just(NINA), Just(NORA), Just(NICK), Just(BOB), Just(51)];
    let task = any::<TaskId>;
    // Most members answer, and most of them the same.
    let few = |same: Answer| {
        let answer = prop_oneof![3 => Just(same), 1 => answers()];
        [(); 5].map(|()| proptest::option::weighted(0.8, answer.clone()))
    };
    let request = (
        payer(),
        any::<bool>(),
        0..30u128,
        proptest::option::weighted(0.2, 2..5u8),
        proptest::option::of(prop_oneof![8 => 1..8u8, 1 => Just(0), 1 => Just(101)]),
    )
        .prop_map(|(payer, remote, price, committee, patience)| Command::Request {
            payer,
            remote,
            price,
            committee,
            patience,
        });
    let command = prop_oneof![
        4 => request,
        1 => vec(5..15u128, 0..4).prop_map(|prices| Command::Offer { prices }),
        2 => Just(Command::Offer { prices: vec![PRICE, CHEAPER, PRICE] }),
        1 => (payer(), task()).prop_map(|(who, task)| Command::Cancel { who, task }),
        1 => (task(), node(), answers())
            .prop_map(|(task, node, answer)| Command::Commit { task, node, answer }),
        1 => (task(), node(), answers())
            .prop_map(|(task, node, answer)| Command::Reveal { task, node, answer }),
        6 => (task(), answers().prop_flat_map(few))
            .prop_map(|(task, answers)| Command::CommitAll { task, answers: answers.to_vec() }),
        6 => (task(), [(); 5].map(|()| proptest::bool::weighted(0.7)))
            .prop_map(|(task, who)| Command::RevealAll { task, who }),
        6 => (1..4u64, proptest::bool::weighted(0.9)).prop_map(
            |(blocks, random)| Command::Wait { blocks, random, migrating: false }
        ),
        1 => (1..25u64, any::<bool>(), proptest::bool::weighted(0.2)).prop_map(
            |(blocks, random, migrating)| Command::Wait { blocks, random, migrating }
        ),
        2 => (proptest::bool::weighted(0.8), proptest::bool::weighted(0.9))
            .prop_map(|(slashable, affordable)| Command::Terms { slashable, affordable }),
        1 => (3..7usize, proptest::bool::weighted(0.8))
            .prop_map(|(nodes, seed)| Command::Duties { nodes, seed }),
        3 => task().prop_map(|task| Command::Dispute { task }),
        1 => Just(Command::Depart),
    ];
    vec(command, 1..120)
}

/// Runs a call, of which the model says if it is refused; then nothing must have changed.
fn run(expected: bool, call: impl FnOnce() -> sp_runtime::DispatchResult) {
    let state = || sp_io::storage::root(sp_runtime::StateVersion::V1);
    let before = state();
    let result = call();
    assert_eq!(result.is_ok(), expected, "{result:?}");
    if result.is_err() {
        assert_eq!(state(), before, "a refused call changed the state");
    }
}

/// Takes a command on the chain and in the model.
fn take(model: &mut Model, command: Command) {
    let some = |number: TaskId, model: &Model| {
        let number = number as usize % (model.tasks.len() + 1);
        model.tasks.keys().nth(number).copied().unwrap_or_default()
    };
    match command {
        Command::Request { payer, remote: is_remote, price, committee, patience } => {
            let change = |wish: &mut Wish| {
                wish.input = if is_remote { remote() } else { inline() };
                wish.max_price = price;
                wish.committee = committee;
                wish.patience = patience;
            };
            run(model.request(payer, &wish(change)), || request(payer, change));
        }
        Command::Offer { prices } => Drawable::set(NODES.into_iter().zip(prices).collect()),
        Command::Cancel { who, task } => {
            let task = some(task, model);
            run(model.cancel(who, task), || Inference::cancel(signed(who), task));
        }
        Command::Commit { task, node, answer } => {
            let task = some(task, model);
            run(model.commit(task, node, answer), || commit(task, node, answer));
        }
        Command::Reveal { task, node, answer } => {
            let task = some(task, model);
            run(model.reveal(task, node, answer), || reveal(task, node, answer));
        }
        Command::CommitAll { task, answers } => {
            let task = some(task, model);
            let nodes = model.tasks.get(&task).map_or(vec![], Open::nodes);
            for (node, answer) in nodes.into_iter().zip(answers) {
                let Some(answer) = answer else { continue };
                run(model.commit(task, node, answer), || commit(task, node, answer));
            }
        }
        Command::RevealAll { task, who } => {
            let task = some(task, model);
            let seats = model.tasks.get(&task).map_or(vec![], |task| task.seats.clone());
            for (seat, _) in seats.into_iter().zip(who).filter(|(_, reveals)| *reveals) {
                let (node, Some(answer)) = (seat.node, seat.committed) else { continue };
                run(model.reveal(task, node, answer), || reveal(task, node, answer));
            }
        }
        Command::Terms { slashable, affordable } => {
            with_version(|version| version.slashable = slashable.then_some(MEDIAN));
            Affordable::set(affordable);
        }
        Command::Duties { nodes, seed } => {
            Duty::set(ON_DUTY[..nodes.min(ON_DUTY.len())].to_vec());
            SecondSeed::set(seed.then_some(Hash::repeat_byte(1)));
        }
        Command::Dispute { task } => {
            let number = task as usize % (model.kept.len() + 1);
            let Some(of) = model.kept.get(number).copied() else { return };
            assert_eq!(second_of(of), model.next);
            model.dispute(of);
        }
        Command::Wait { blocks, random, migrating } => {
            Randomness::set(random.then_some(Hash::repeat_byte(1)));
            Migrating::set(migrating);
            (0..blocks).for_each(|_| model.next_block(random, migrating));
            run_to(model.now);
            Migrating::set(false);
        }
        Command::Depart => {
            depart(ALICE);
            model.depart(ALICE);
        }
    }
}

/// Compares the chain with the model.
fn compare(model: &mut Model) {
    let settled = |event: &Event<Test>| matches!(event, Event::Settled { .. });
    let events = events().into_iter().filter(settled);
    model.compare(events.map(receipt_from).map(|receipt| (receipt.task, receipt)).collect());
    check();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Checks that, whatever is tried, the chain does what the model does: every task, receipt and
    /// balance is the same to the planck, and nothing is left after the last deadline.
    #[test]
    fn runs_follow_the_model(commands in commands()) {
        build_and_execute(|| {
            let issuance = Balances::total_issuance();
            let mut model = Model::new();
            for command in commands {
                take(&mut model, command);
                compare(&mut model);
                assert_eq!(Balances::total_issuance(), issuance - model.burned());
            }
            take(&mut model, Command::Wait { blocks: 160, random: true, migrating: false });
            compare(&mut model);
            assert_eq!((escrows(), Tasks::<Test>::iter().count()), (0, 0));
            assert_eq!((Draws::<Test>::iter().count(), Deadlines::<Test>::iter().count()), (0, 0));
        });
    }
}
