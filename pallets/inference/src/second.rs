//! Second committees: tasks that nobody pays for here, whose answers judge a dispute.

use frame_support::weights::Weight;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Hash, TaskId, MAX_COMMITTEE};
use nes_traits::{
    Disputes, Duties, Seat, SecondCommittee, SecondCommittees, SecondDraw, SecondMember,
    SecondVerdict,
};
use sp_runtime::DispatchError;

use crate::{
    draw::members,
    outcome::agreed,
    task::OpenTask,
    types::{Location, Phase, Purpose, Reply, Task, TaskInput, STRETCH},
    Config, Event, Pallet, TaskOf, Tasks, WeightInfo,
};

type VerdictOf<T> = SecondVerdict<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
    /// Draws the second committee of the disputed task `of` from `seed`; returns the weight. Without
    /// a seed or enough nodes the dispute is judged at once.
    pub(crate) fn draw_second(
        task: OpenTask<T>,
        of: TaskId,
        seed: Option<Hash>,
        now: BlockNumberFor<T>,
    ) -> Weight {
        let request = SecondDraw {
            service: task.service,
            version: task.version,
            seats: task.seats,
            requested: task.requested,
            excluded: T::Disputes::excluded(of),
        };
        let (nodes, looks) = seed.map_or((None, 0), |seed| T::Duties::draw(&request, &seed));
        let drawn = Self::second_draw_weight(task.seats, looks);
        let seat = |node| Seat { node, price: 0 };
        let nodes = nodes.and_then(|nodes| members(nodes.into_iter().map(seat).collect()));
        let Some(members) = nodes else {
            let end = Self::second_end_weight(task.seats);
            Self::settle_second(task, false);
            return drawn.saturating_add(end);
        };
        Self::start_committing(task, members, now);
        drawn
    }

    /// Ends a second committee, and has the dispute judged by it.
    pub(crate) fn settle_second(task: OpenTask<T>, in_full: bool) {
        if let Some((of, verdict)) = Self::close_second(task, in_full) {
            T::Disputes::judge(of, verdict);
        }
    }

    /// Ends a second committee; returns the disputed task and the verdict. The window for the
    /// answers was over `in_full` or not.
    pub(crate) fn close_second(task: OpenTask<T>, in_full: bool) -> Option<(TaskId, VerdictOf<T>)> {
        let Purpose::Second { of } = task.purpose else { return None };
        let second = task.id();
        let task = task.close();
        let answer = agreed(task.members(), task.quorum).copied();
        let had_time = in_full && !Self::took_no_calls_after(task.since);
        let members = task.members().iter().map(|member| SecondMember {
            node: member.node.clone(),
            answer: member.answer().copied(),
            missed: match member.reply {
                Reply::Missed => true,
                Reply::Committed(_) => had_time,
                Reply::None | Reply::Revealed(_) => false,
            },
        });
        let verdict = SecondVerdict { second, answer, members: members.collect() };
        Self::deposit_event(Event::SecondSettled { task: second, of, answer });
        Some((of, verdict))
    }
}

impl<T: Config> SecondCommittees<BlockNumberFor<T>> for Pallet<T> {
    fn open(committee: SecondCommittee<BlockNumberFor<T>>) -> Result<TaskId, DispatchError> {
        let SecondCommittee { of, question, seats, quorum, due } = committee;
        let location = Location::Inline(question.place);
        let task = OpenTask::<T>::open(Task {
            purpose: Purpose::Second { of },
            service: question.service,
            version: question.version,
            input: TaskInput { content_hash: question.input, location },
            max_usage: question.max_usage,
            shape: question.shape,
            seats,
            quorum,
            requested: question.requested,
            commit_window: question.window.saturating_mul(STRETCH),
            since: frame_system::Pallet::<T>::block_number(),
            window: 0,
            due,
            phase: Phase::Queued,
        })?;
        Self::deposit_event(Event::SecondOpened { task, of });
        Ok(task)
    }

    fn is_revealing(second: TaskId) -> bool {
        let now = frame_system::Pallet::<T>::block_number();
        let is_open =
            |task: TaskOf<T>| matches!(task.phase, Phase::Revealing(_)) && now <= task.due;
        Tasks::<T>::get(second).is_some_and(is_open)
    }

    fn took_no_calls_after(block: BlockNumberFor<T>) -> bool {
        Self::took_no_calls_after(block)
    }

    fn weight() -> Weight {
        let seats = MAX_COMMITTEE;
        Self::longest_second_draw()
            .saturating_add(T::WeightInfo::expire_committing(seats.into()))
            .saturating_add(Self::second_end_weight(seats))
            .saturating_add(T::WeightInfo::agenda_step().saturating_mul(3))
    }
}
