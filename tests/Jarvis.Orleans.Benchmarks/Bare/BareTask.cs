using System.Collections.Immutable;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Tasks;
using Orleans.Concurrency;

namespace Jarvis.Orleans.Benchmarks.Bare;

/// <summary>Sends a job to the model, and tells the conversation what becomes of it.</summary>
[GrainType("bare-task"), Reentrant]
internal sealed class BareTask : Grain, IBareTask
{
    private static readonly ModelId Model = new("noop");

    private TaskId _id;

    public async Task StartAsync(TaskAssignment assignment)
    {
        _id = assignment.Id;
        await TellAsync(new ModelChosen(_id.Number, Model, 1, "the only one that fits", []));
        await GrainFactory.GetGrain<IBareModel>(Model.Value).EnqueueAsync(new ModelJob(new AttemptId(_id, 0, 1), assignment.Type, assignment.Deadline));
    }

    public Task ReportAsync(AttemptReport report)
    {
        if (report is AttemptStarted)
        {
            return TellAsync(new TaskStarted(_id.Number, Model, 1));
        }

        DeactivateOnIdle();
        return TellAsync(new TaskSucceeded(
            _id.Number, new TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty, Model, TimeSpan.Zero)));
    }

    /// <summary>Nobody waits for it: who is told may be the one who waits.</summary>
    private Task TellAsync(TaskEvent happened)
    {
        _ = GrainFactory.GetGrain<IBareConversation>(_id.Turn.Conversation.ToString()).ReportAsync([happened]);
        return Task.CompletedTask;
    }
}
