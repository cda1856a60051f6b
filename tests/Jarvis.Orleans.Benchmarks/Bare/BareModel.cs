using System.Collections.Immutable;
using Jarvis.Resources;
using Jarvis.Tasks;
using Orleans.Concurrency;

namespace Jarvis.Orleans.Benchmarks.Bare;

/// <summary>Does nothing, and says so.</summary>
[GrainType("bare-model"), Reentrant]
internal sealed class BareModel : Grain, IBareModel
{
    public Task EnqueueAsync(ModelJob job)
    {
        _ = RunAsync(job);
        return Task.CompletedTask;
    }

    private async Task RunAsync(ModelJob job)
    {
        var task = GrainFactory.GetGrain<IBareTask>(job.Id.Task.ToString());
        await task.ReportAsync(new AttemptStarted(job.Id));
        await task.ReportAsync(new AttemptSucceeded(job.Id, ImmutableDictionary<string, ImmutableArray<Resource>>.Empty));
    }
}
