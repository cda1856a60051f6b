using System.Collections.Immutable;
using Jarvis.Gateway.Console.Turns;

namespace Jarvis.Gateway.Console.Plans;

/// <summary>When what of a turn was done.</summary>
/// <param name="Rows">Planning, each task, the answer.</param>
/// <param name="Length">From the turn's beginning to its end, or until now.</param>
internal sealed record Timeline(ImmutableArray<TimelineRow> Rows, TimeSpan Length)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>The times of a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="now">Until when, where it has not ended.</param>
    internal static Timeline Of(TurnView turn, DateTimeOffset now)
    {
        var end = turn.EndedAt ?? now;
        var rows = ImmutableArray.CreateBuilder<TimelineRow>();
        if (turn.PlanStartedAt is { } began)
        {
            rows.Add(new("plan", null, [Bar("planning", began, turn.PlanFinishedAt ?? end, "Planning")]));
        }

        foreach (var task in turn.Tasks)
        {
            rows.Add(new($"#{task.Id} {task.Planned.Type}", task.Id, [.. Bars(task)]));
        }

        if (turn.AnswerStartedAt is { } answering)
        {
            rows.Add(new("answer", null, [Bar("answering", answering, end, "Answering")]));
        }

        return new(rows.ToImmutable(), end - turn.AcceptedAt is var length && length > Shortest ? length : Shortest);

        IEnumerable<TimelineBar> Bars(TaskView task)
        {
            var until = task.EndedAt ?? end;
            if (task.Phase == StepState.Asking)
            {
                yield return Bar("asking", task.PlannedAt, until, "Waits for you");
            }

            foreach (var attempt in task.Attempts)
            {
                if (attempt.Queued is { } queued && attempt.Start > queued)
                {
                    yield return Bar("waiting", queued, attempt.Start, "Waits");
                }

                var kind = attempt.Outcome is StepState.Done or StepState.Running ? "running" : "failed";
                yield return Bar(kind, attempt.Start, attempt.End ?? until, $"Attempt {attempt.Number} on {attempt.Model}");
            }

            if (task is { HasEnded: false, QueuedAt: { } since })
            {
                yield return Bar("waiting", since, until, "Waits");
            }
        }

        TimelineBar Bar(string kind, DateTimeOffset from, DateTimeOffset to, string title)
        {
            var (start, stop) = (from - turn.AcceptedAt, (to < from ? from : to) - turn.AcceptedAt);
            return new(kind, start, stop, $"{title}: {Wording.Duration(stop - start)}, from +{Wording.Duration(start)}");
        }
    }
}
