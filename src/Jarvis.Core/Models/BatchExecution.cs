using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>Runs one batch from inputs to stored outputs, and leaves nothing behind: no file, no job without a report.</summary>
/// <param name="services">What it works with.</param>
/// <param name="report">Told of each job that nobody cancelled.</param>
/// <param name="logger">Told of faults.</param>
internal sealed partial class BatchExecution(ModelActorServices services, Action<AttemptReport> report, ILogger logger)
{
    /// <summary>Runs a batch, on a thread of its own where the runner takes one. Never throws.</summary>
    /// <param name="card">The model.</param>
    /// <param name="batch">The jobs; those that are cancelled meanwhile are not reported.</param>
    internal async Task RunAsync(ModelCard card, List<QueuedJob> batch)
    {
        string? scratch = null;
        try
        {
            scratch = services.Scratch.NewBatch();
            foreach (var job in batch)
            {
                Report(job, new AttemptStarted(job.Job.Id));
            }

            var outcomes = await RunAsync(card, batch, scratch).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                Report(batch[i], await StoreAsync(card, batch[i], outcomes[i]).ConfigureAwait(false));
            }
        }
#pragma warning disable CA1031 // Whatever a runner throws, each job gets a report.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnexpected(card.Id.Value, exception);
            foreach (var job in batch)
            {
                Report(job, new AttemptFailed(job.Job.Id, Error.From(exception)));
            }
        }
        finally
        {
            if (scratch is not null)
            {
                services.Scratch.Delete(scratch);
            }
        }
    }

    private async Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, List<QueuedJob> batch, string scratch)
    {
        if (!services.Runners.TryGetValue(card.Runner, out var runner))
        {
            return All(batch, Error.ModelUnavailable($"{card.Id} needs the runner '{card.Runner}', which this host does not have."));
        }

        var timeLeft = batch.Max(job => job.Job.Deadline) - services.Time.GetUtcNow();
        var limit = timeLeft < services.Options.BatchTimeout ? timeLeft : services.Options.BatchTimeout;
        if (limit <= TimeSpan.Zero)
        {
            return All(batch, Error.DeadlineExceeded($"There was no time left to run {card.Id}."));
        }

        using var timeout = new CancellationTokenSource(limit, services.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token);
        using var watch = new CancelWhenAllCancelled(batch, stop);
        try
        {
            var requests = batch.Select((job, i) => ToRequest(job, Path.Combine(scratch, $"{i}"))).ToImmutableArray();
            // On a thread of its own: a runner that blocks instead of waiting is given up like any other.
            var run = Task.Run(() => runner.RunAsync(card, requests, stop.Token), CancellationToken.None);
            var outcomes = await GiveUpAsync(run, stop.Token).ConfigureAwait(false);
            return outcomes.Length == batch.Count
                ? outcomes
                : All(batch, Error.ModelFailed($"{card.Id} answered {outcomes.Length} of {batch.Count} requests."));
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            return All(batch, Error.DeadlineExceeded(
                $"{card.Id} did not finish within {limit.TotalSeconds:N0} s and was stopped; give it less to do at once."));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return All(batch, new JarvisException(ErrorCode.Cancelled, "Nobody waits for it any more."));
        }
        catch (JarvisException exception)
        {
            return All(batch, exception);
        }
    }

    /// <summary>Waits for a runner, and after it was told to stop only so long as it may take to do so.</summary>
    private async Task<ImmutableArray<ModelOutcome>> GiveUpAsync(Task<ImmutableArray<ModelOutcome>> run, CancellationToken stopped)
    {
        try
        {
            return await run.WaitAsync(stopped).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // What it throws after it was given up is nobody's business any more.
            _ = run.ContinueWith(static late => late.Exception, TaskContinuationOptions.OnlyOnFaulted);
            return await run.WaitAsync(services.Options.StopTimeout, services.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private ModelRequest ToRequest(QueuedJob queued, string scratch)
    {
        var tenant = queued.Job.Id.Task.Tenant;
        return new ModelRequest(queued.Job.TaskType, scratch)
        {
            Turn = queued.Job.Id.Task.Turn,
            Spent = queued.Job.Spent,
            Usage = queued.Usage,
            Inputs = queued.Job.Inputs.ToImmutableDictionary(
                port => port.Key,
                port => port.Value
                    .Select(value => value.Resource is { } resource
                        ? new ModelInput(resource, services.Resources, tenant)
                        : new ModelInput(value.Text!))
                    .ToImmutableArray()),
            Options = queued.Job.Options,
            Progress = new CoalescedProgress(fraction => Report(queued, new AttemptAdvanced(queued.Job.Id, fraction)), services.Time),
        };
    }

    private async Task<AttemptReport> StoreAsync(ModelCard card, QueuedJob queued, ModelOutcome outcome)
    {
        var id = queued.Job.Id;
        if (outcome.Error is { } error)
        {
            return new AttemptFailed(id, error);
        }

        try
        {
            var lineage = new Lineage(id.Task, card.Id, LineageOf(queued.Job));
            var outputs = ImmutableDictionary.CreateBuilder<string, ImmutableArray<Resource>>();
            foreach (var output in outcome.Outputs)
            {
                await using var content = output.OpenRead();
                var resource = await services.Resources.AddAsync(
                    id.Task.Tenant,
                    content,
                    new ResourceDescription(output.Name) { MediaType = output.MediaType, Lineage = lineage },
                    queued.Cancelled).ConfigureAwait(false);
                outputs[output.Port] = outputs.TryGetValue(output.Port, out var known) ? known.Add(resource) : [resource];
            }

            return new AttemptSucceeded(id, outputs.ToImmutable());
        }
        catch (Exception exception) when (exception is JarvisException or OperationCanceledException)
        {
            return new AttemptFailed(id, Error.From(exception));
        }
#pragma warning disable CA1031 // An output that its runner spoiled costs its own job, not those that were stored before or come after.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnexpected(card.Id.Value, exception);
            return new AttemptFailed(id, Error.From(exception));
        }
    }

    private static ImmutableArray<ResourceId> LineageOf(ModelJob job) =>
        [.. job.Inputs.Values.SelectMany(values => values).Where(value => value.Resource is not null).Select(value => value.Resource!.Id).Distinct()];

    private static ImmutableArray<ModelOutcome> All(List<QueuedJob> batch, JarvisException error) =>
        [.. batch.Select(_ => ModelOutcome.Failure(error.ToError()))];

    private void Report(QueuedJob job, AttemptReport news)
    {
        if (!job.Cancelled.IsCancellationRequested)
        {
            report(news switch
            {
                AttemptSucceeded succeeded => succeeded with { Used = job.Usage.Take() },
                AttemptFailed failed => failed with { Used = job.Usage.Take() },
                _ => news,
            });
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The runner of {Model} failed in a way that it should not.")]
    private partial void LogUnexpected(string model, Exception exception);
}
