using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.LanguageModels;
using Jarvis.Planning;

namespace Jarvis.Conversations;

public static partial class TurnMachine
{
    /// <summary>What planning does to a turn, the first time and again.</summary>
    private sealed partial class Step
    {
        private void Accept(TurnInput.Accepted accepted)
        {
            State = State with
            {
                Planner = accepted.Planner,
                Replan = new ReplanState(accepted.CanReplan ? ReplanPhase.Possible : ReplanPhase.Never),
            };
            Emit(new TurnAccepted(State.Request.Text, State.Request.Attachments));
            Emit(new PlanStarted(accepted.Planner));
            Effects.Add(new TurnEffect.WatchDeadline());
            Effects.Add(new TurnEffect.StartPlanning());
        }

        private bool IsPlanning(bool again) => again ? State.Replan.Phase == ReplanPhase.Planning : State.Phase == TurnPhase.Planning;

        private void Plan(PlanReport report)
        {
            Use(new TurnUsage { Planning = report.Used ?? LanguageModelUsage.None });
            foreach (var planStep in report.Steps)
            {
                switch (planStep)
                {
                    case TaskProposed proposed when IsPlannedAlready(proposed.Task):
                        break;
                    case TaskProposed proposed:
                        var draft = State.Draft.Add(proposed.Task, out var accepted);
                        State = State with { Draft = draft };
                        foreach (var task in accepted)
                        {
                            Accept(task);
                        }

                        break;
                    case PartDropped dropped when State.Dropped.Length < MaxTold:
                        State = State with { Dropped = State.Dropped.Add(new PartDropped(Excerpt.Of(dropped.Part, MaxSaid), Excerpt.Of(dropped.Reason, MaxSaid))) };
                        break;
                    case PartDropped when State.Dropped.Length == MaxTold:
                        State = State with { Dropped = State.Dropped.Add(new PartDropped("More of the request", "The first reasons are given above.")) };
                        break;
                    case PlanNoted noted when State.Notes.Length < MaxTold:
                        State = State with { Notes = State.Notes.Add(Excerpt.Of(noted.Text, MaxSaid)) };
                        break;
                    case AnsweredDirectly direct when !report.IsReplan:
                        State = State with { DirectAnswer = Excerpt.Of(direct.Text, MaxAnswer) };
                        break;
                }
            }

            if (report is { Finished: true, IsReplan: true })
            {
                EndReplan(report.Error);
                SkipHeld(isReplanned: State.Order.Count > State.Replan.Tasks);
            }
            else if (report.Finished)
            {
                FinishPlan(report.Error);
            }
        }

        private void FinishPlan(JarvisError? error)
        {
            CloseDraft(State.Order.IsEmpty ? null : error, "The rest of the plan");
            State = State with { Phase = TurnPhase.Running, Error = error };
            Emit(new PlanFinished(State.Order.Count, State.Dropped, State.Notes));
        }

        private void CloseDraft(JarvisError? error, string rest)
        {
            var draft = State.Draft.Finish(out var invalid);
            var dropped = State.Dropped.AddRange(invalid);
            if (error is not null)
            {
                // What was planned before it broke off runs; the turn alone cannot tell that there was to be more.
                dropped = dropped.Add(new PartDropped(rest, error.Message));
            }

            State = State with { Draft = draft, Dropped = dropped, Replanned = 0 };
        }

        private void Accept(PlannedTask task)
        {
            var blockers = 0;
            foreach (var dependency in task.Dependencies())
            {
                var entry = State.Tasks[dependency];
                Set(entry with { Dependents = entry.Dependents.Add(task.Id) });
                blockers += entry.HasEnded ? 0 : 1;
            }

            var phase = task.DataDependencies().Any(IsLost) ? TaskPhase.Held : TaskPhase.Blocked;
            State = State with { Order = State.Order.Add(task.Id), Unfinished = State.Unfinished + 1 };
            Set(new TaskEntry(task, phase, blockers));
            Emit(new TaskPlanned(task.Id, task));
            if (phase == TaskPhase.Blocked && blockers == 0)
            {
                _ready.Enqueue(task.Id);
                ReleaseReady();
            }
        }
    }
}
