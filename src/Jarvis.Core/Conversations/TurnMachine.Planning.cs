using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Resources;

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
            foreach (var fetch in report.Fetches)
            {
                Fetched(fetch);
            }

            foreach (var planStep in report.Steps)
            {
                switch (planStep)
                {
                    case TaskProposed proposed when IsPlannedAlready(proposed.Task):
                        break;
                    case TaskProposed proposed:
                        Appraise(proposed.Task, report);
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

        /// <summary>A file that was fetched goes with the turn as if it had been attached; one that was not is told of with what is not planned.</summary>
        private void Fetched(Fetch fetch)
        {
            if (State.Fetches.Any(known => known.Address == fetch.Address))
            {
                return;
            }

            var address = WebAddress.Show(fetch.Address);
            if (!fetch.HasEnded)
            {
                Emit(new FetchStarted(address));
                return;
            }

            Emit(new FetchFinished(address, fetch.Resource, fetch.Error));
            State = State with { Fetches = State.Fetches.Add(fetch) };
            if (fetch.Error is { } error)
            {
                State = State with { Dropped = State.Dropped.Add(new PartDropped(address, Excerpt.Of(error.Message, MaxSaid))) };
            }
            else if (fetch.Resource is { } resource && State.Known.All(known => known.Id != resource.Id))
            {
                var known = State.Known.Insert(State.Request.Attachments.Length, resource);
                State = State with
                {
                    Request = State.Request with { Attachments = State.Request.Attachments.Add(resource) },
                    Known = known,
                    Draft = State.Draft.Over(known),
                };
            }
        }

        /// <summary>Keeps what a task would cost and do, unless the plan has one of its number: that one is kept, and what is known of it.</summary>
        private void Appraise(PlannedTask task, PlanReport report)
        {
            if (State.Request.Approval is not null && !State.Draft.Holds(task.Id))
            {
                State = State with
                {
                    Appraisals = report.Appraisals.TryGetValue(task.Id, out var appraisal)
                        ? State.Appraisals.SetItem(task.Id, appraisal)
                        : State.Appraisals.Remove(task.Id),
                };
            }
        }

        private void FinishPlan(JarvisError? error)
        {
            CloseDraft(State.Order.IsEmpty ? null : error, "The rest of the plan");
            State = State with { Phase = TurnPhase.Running, IsPlanned = true, Error = error };
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

            State = State with
            {
                Draft = draft,
                Dropped = dropped,
                Replanned = 0,
                Appraisals = State.Appraisals.RemoveRange(State.Appraisals.Keys.Where(number => !State.Tasks.ContainsKey(number))),
            };
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
            Set(WithApproval(new TaskEntry(task, phase, blockers)));
            Emit(new TaskPlanned(task.Id, task));
            if (phase == TaskPhase.Blocked && blockers == 0)
            {
                _ready.Enqueue(task.Id);
                ReleaseReady();
            }
        }
    }
}
