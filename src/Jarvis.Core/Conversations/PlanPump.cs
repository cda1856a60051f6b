using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>Carries what a planner says to the conversation, outside its turns.</summary>
internal static class PlanPump
{
    /// <summary>The most steps in one report. Steps that are there at once travel together.</summary>
    private const int MaxSteps = 32;

    /// <summary>The most steps of a plan; a planner that says more has gone wild and is stopped.</summary>
    private const int MaxTotal = 4096;

    internal static async Task RunAsync(
        IPlanner planner,
        IModelCatalog catalog,
        ITaskAppraiser? appraiser,
        PlanningRequest request,
        FetchPump fetching,
        IConversationActor conversation,
        ReportStamps stamps,
        CancellationToken ended)
    {
        // Whatever the planner does before it first waits is not for the conversation's turn to wait for.
        await Task.Yield();
        var turn = request.Turn.Number;
        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        var appraisals = ImmutableDictionary.CreateBuilder<int, TaskAppraisal>();
        JarvisError? error = null;
        var usage = new UsageTally();
        var taken = 0;
        try
        {
            request = await fetching.RunAsync(request, ended).ConfigureAwait(false);
            request = request with { Models = await catalog.ListAsync(ended).ConfigureAwait(false), Usage = usage };
            await using var plan = planner.PlanAsync(request, ended).GetAsyncEnumerator(ended);
            for (var next = plan.MoveNextAsync(); ; next = plan.MoveNextAsync())
            {
                if (steps.Count > 0 && (steps.Count == MaxSteps || !next.IsCompleted))
                {
                    await conversation.ReportPlanAsync(turn, Report(finished: false), ended).ConfigureAwait(false);
                }

                if (!await next.ConfigureAwait(false))
                {
                    break;
                }

                steps.Add(++taken <= MaxTotal
                    ? plan.Current
                    : throw new JarvisException(ErrorCode.PlanInvalid, $"The planner said more than {MaxTotal:N0} things and was stopped; ask for less at once."));
                if (appraiser is not null && steps[^1] is TaskProposed { Task: { } task })
                {
                    appraisals[task.Id] = await appraiser.AppraiseAsync(task, request.Models, ended).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            error = Error.From(exception);
        }

        if (!ended.IsCancellationRequested)
        {
            // Not of a turn that is taken up again meanwhile: that has a writer of its own.
            await conversation.ReportPlanAsync(turn, Report(finished: true), ended).ConfigureAwait(false);
        }

        PlanReport Report(bool finished)
        {
            var report = new PlanReport(steps.DrainToImmutable(), finished, finished ? error : null)
            {
                IsReplan = request.Failed is not null,
                Appraisals = appraisals.ToImmutable(),
                Used = usage.Take(),
                Stamp = stamps.Next(),
            };
            appraisals.Clear();
            return report;
        }
    }
}
