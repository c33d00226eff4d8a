use proptest::{collection::vec, prelude::*};

use super::{
    model::{quorum, Model, LEAST_BOND},
    *,
};

/// A command that anyone may try at any time. Its task is one of the kept ones, or sometimes none.
#[derive(Clone, Debug)]
enum Command {
    Keep { answers: [Option<Answer>; 3] },
    Dispute { task: usize, node: Option<u64>, answer: Answer, raise: Balance },
    Open { task: usize, node: Option<u64>, answer: Answer },
    OpenAll { task: usize, who: [bool; 2] },
    Judge { task: usize, answers: Vec<Option<Answer>> },
    Wait { blocks: u64, closed: bool },
}

fn answers() -> impl Strategy<Value = Answer> + Clone {
    let billed = Answer::Output(Output { usage: MAX_USAGE, ..output(1) });
    prop_oneof![
        4 => (1..4u8).prop_map(answer),
        1 => Just(billed),
        1 => Just(INVALID),
        1 => (1..3u8).prop_map(|first| ambiguous(first, 3)),
    ]
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let task = any::<usize>;
    let node = || {
        let nodes = [NINA, NORA, DUTY, DUTY + 1].map(Some).to_vec();
        prop_oneof![1 => Just(None), 3 => proptest::sample::select(nodes)]
    };
    let committee = answers().prop_flat_map(|same| {
        let answer = prop_oneof![6 => Just(same), 2 => answers()];
        prop_oneof![
            9 => vec(proptest::option::weighted(0.9, answer), 5),
            1 => Just(vec![]),
            1 => Just(vec![None; 5]),
        ]
    });
    let first = (answers(), proptest::option::of(answers()), proptest::option::of(answers()));
    let first = first.prop_map(|(one, two, three)| [Some(one), two.or(Some(one)), three]);
    let raise = prop_oneof![4 => Just(0u128), 1 => 1..3u128, 1 => Just(1_000)];
    let command = prop_oneof![
        3 => first.prop_map(|answers| Command::Keep { answers }),
        8 => (task(), node(), answers(), raise).prop_map(|(task, node, answer, raise)| {
            Command::Dispute { task, node, answer, raise }
        }),
        1 => (task(), node(), answers())
            .prop_map(|(task, node, answer)| Command::Open { task, node, answer }),
        5 => (task(), [(); 2].map(|()| proptest::bool::weighted(0.8)))
            .prop_map(|(task, who)| Command::OpenAll { task, who }),
        4 => (task(), committee).prop_map(|(task, answers)| Command::Judge { task, answers }),
        3 => (1..9u64).prop_map(|blocks| Command::Wait { blocks, closed: false }),
        1 => (1..120u64, proptest::bool::weighted(0.3))
            .prop_map(|(blocks, closed)| Command::Wait { blocks, closed }),
    ];
    vec(command, 1..100)
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

/// Opens on the chain and in the model, while the second committee reveals if there is one.
fn open_both(model: &mut Model, id: TaskId, node: Option<u64>, answer: Answer) {
    if model.tasks.contains_key(&id) && model.is_open(id) {
        start_revealing(id);
    }
    run(model.open(id, node, answer), || open(id, node, answer));
    Revealing::set(None);
}

/// Takes a command on the chain and in the model.
fn take(model: &mut Model, command: Command) {
    let some = |number: usize, model: &Model| {
        let number = number % (model.tasks.len() + 1);
        model.tasks.keys().nth(number).copied().unwrap_or(TaskId::MAX)
    };
    match command {
        Command::Keep { answers } => {
            let id = NextTask::get();
            NextTask::set(id + 1);
            keep(id, settled_task(answers));
            model.keep(id, answers);
        }
        Command::Dispute { task, node, answer, raise } => {
            let (id, bond) = (some(task, model), LEAST_BOND + raise);
            run(model.dispute(id, node, answer, bond), || {
                dispute_by(node.unwrap_or(ALICE), id, node, answer, bond)
            });
        }
        Command::Open { task, node, answer } => {
            let id = some(task, model);
            open_both(model, id, node, answer);
        }
        Command::OpenAll { task, who } => {
            let id = some(task, model);
            let parties = model.tasks.get(&id).map_or(vec![], |task| task.parties.clone());
            for (party, _) in parties.into_iter().zip(who).filter(|(_, opens)| *opens) {
                open_both(model, id, party.node, party.committed);
            }
        }
        Command::Judge { task, answers } => {
            let open: Vec<_> = model.tasks.keys().filter(|id| model.is_open(**id)).collect();
            let Some(id) = open.get(task % 3).map(|id| **id) else { return };
            judge_with(id, quorum(&answers), &answers);
            model.judge(id, &answers);
        }
        Command::Wait { blocks, closed } => {
            for _ in 0..blocks {
                if closed {
                    ClosedAt::set(model.now);
                }
                model.next_block(closed);
                run_to(model.now);
            }
        }
    }
}

/// Checks the payments out of all slashes: none goes to the slashed node, and no node pays more than
/// its limit.
fn check_awards() {
    for lost in Lost::get() {
        let limit = FakeStake::most_for_others(lost.fraction);
        assert!(lost.awards.len() <= 5);
        assert!(lost.awards.iter().map(|award| award.amount).sum::<Balance>() <= limit);
        for Award { who, amount, owed } in lost.awards {
            assert!(who != lost.node && owed <= amount && amount > 0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Checks that, whatever is tried, the chain does what the model does: every task, place in line,
    /// slash and balance is the same to the planck.
    #[test]
    fn runs_follow_the_model(commands in commands()) {
        build_by_and_execute(DEVELOPMENT, || {
            let issuance = Balances::total_issuance();
            let mut model = Model::new();
            for command in commands {
                take(&mut model, command);
                model.compare();
                check();
            }
            check_awards();
            assert_eq!(Balances::total_issuance(), issuance);
        });
    }
}
