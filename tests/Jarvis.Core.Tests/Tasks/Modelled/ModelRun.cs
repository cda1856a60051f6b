using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Tasks.Modelled;

/// <summary>
/// The simplest model of one run of a task: what was reported of the attempt that an item waits for moves it by three rules (again, next model,
/// give up), everything else moves nothing.
/// </summary>
internal sealed class ModelRun(RetryPolicy policy, TaskId id, DateTimeOffset deadline)
{
    internal List<ModelItem> Items { get; } = [];

    internal int Models { get; private set; }

    internal bool Ended { get; private set; }

    /// <summary>How it ended: <c>succeeded</c>, <c>failed</c>, or <c>cancelled</c>, which is not told; null before.</summary>
    internal string? End { get; private set; }

    internal int Calls { get; private set; }

    internal void Chosen(int models, int items)
    {
        if (Ended || Items.Count > 0)
        {
            return;
        }

        Models = models;
        if (models == 0)
        {
            Over("failed");
            return;
        }

        Items.AddRange(Enumerable.Repeat(new ModelItem("trying", 0, 1, 1), items));
    }

    internal void Reported(AttemptReport report, DateTimeOffset now)
    {
        if (Ended || report.Id.Task != id || report.Id.Item < 0 || report.Id.Item >= Items.Count || report is AttemptStarted or AttemptAdvanced)
        {
            return;
        }

        var item = Items[report.Id.Item];
        if (item.Phase != "trying" || item.Attempt != report.Id.Attempt)
        {
            return;
        }

        Calls++;
        Items[report.Id.Item] = report is AttemptFailed { Error: var error } ? AfterFailure(item, report.Id, error, deadline - now) : item with { Phase = "done" };
        if (Items.TrueForAll(each => each.Phase is "done" or "failed"))
        {
            Over(Items.Exists(each => each.Phase == "done") ? "succeeded" : "failed");
        }
    }

    internal void Due(int item, int attempt)
    {
        if (!Ended && item >= 0 && item < Items.Count && Items[item] is { Phase: "waiting" } waiting && waiting.Attempt == attempt)
        {
            Items[item] = waiting with { Phase = "trying" };
        }
    }

    internal void Over(string how)
    {
        if (!Ended)
        {
            (Ended, End) = (true, how);
        }
    }

    private ModelItem AfterFailure(ModelItem item, AttemptId attempt, JarvisError error, TimeSpan left)
    {
        var delay = policy.DelayAfter(attempt, item.Tries, error.RetryAfter);
        var hasNext = item.Model + 1 < Models;
        if (error.Retryable && item.Tries < policy.AttemptsPerModel && delay < left && (!hasNext || delay <= policy.LongestWait))
        {
            return item with { Phase = "waiting", Attempt = item.Attempt + 1, Tries = item.Tries + 1 };
        }

        var isForNobody = error.Code is ErrorCode.InvalidRequest or ErrorCode.Cancelled or ErrorCode.DeadlineExceeded or ErrorCode.NotFound;
        return hasNext && !isForNobody && left > TimeSpan.Zero
            ? new ModelItem("trying", item.Model + 1, item.Attempt + 1, 1)
            : item with { Phase = "failed" };
    }
}
