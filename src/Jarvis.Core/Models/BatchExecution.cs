using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Models.Pricing;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>Runs one batch from inputs to stored outputs, and leaves nothing behind: no file, no job without a report.</summary>
/// <param name="services">What it works with.</param>
/// <param name="logger">Told of faults.</param>
internal sealed partial class BatchExecution(ModelEngineServices services, ILogger logger)
{
    private readonly FaultLedger _faults = new();
    private readonly PriceMeter _prices = new(services.Resources);

    /// <summary>Whether a request runs alone, because a model broke on it or beside it.</summary>
    internal bool RunsAlone(ModelJob job) => _faults.IsSuspect(job.Id.Task, job.Id.Item);

    /// <summary>Runs a batch, on a thread of its own where the model takes one. Never throws.</summary>
    /// <param name="card">The model.</param>
    /// <param name="model">The model as it is loaded.</param>
    /// <param name="batch">The jobs; those that are cancelled meanwhile are not reported.</param>
    /// <returns>How many ended well, whether the model broke, and what is given up for that.</returns>
    internal async Task<BatchSummary> RunAsync(ModelCard card, ILoadedModel model, IReadOnlyList<QueuedJob> batch)
    {
        string? scratch = null;
        try
        {
            scratch = services.Scratch.NewBatch();
            foreach (var job in batch)
            {
                job.Report(new AttemptStarted(job.Job.Id));
            }

            var wasSuspect = batch is [var only] && RunsAlone(only.Job);
            var start = services.Time.GetTimestamp();
            var result = await RunAsync(card, model, batch, scratch).ConfigureAwait(false);
            var time = services.Time.GetElapsedTime(start) / batch.Count;
            var dead = ImmutableArray.CreateBuilder<DeadLetter>();
            var (succeeded, modelFailures) = (0, 0);
            for (var i = 0; i < batch.Count; i++)
            {
                var report = result is { Fault: { } fault, Suspects: true } && Bury(batch[i].Job, fault) is { } letter
                    ? new AttemptFailed(batch[i].Job.Id, GiveUp(letter, dead))
                    : await StoreAsync(card, batch[i], result.Outcomes[i], time).ConfigureAwait(false);
                succeeded += report is AttemptSucceeded ? 1 : 0;
                modelFailures += report is AttemptFailed { Error.Code: ErrorCode.ModelFailed } ? 1 : 0;
                if (report is AttemptSucceeded)
                {
                    _faults.Clear(report.Id.Task, report.Id.Item);
                }

                batch[i].Report(report);
            }

            return new BatchSummary(succeeded, modelFailures, result.Fault, dead.DrainToImmutable()) { WasSuspect = wasSuspect };
        }
#pragma warning disable CA1031 // Whatever goes wrong around a runner, each job gets a report.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnexpected(card.Id.Value, exception);
            foreach (var job in batch)
            {
                job.Report(new AttemptFailed(job.Job.Id, Error.From(exception)));
            }

            return new BatchSummary(0, 0, null, []);
        }
        finally
        {
            if (scratch is not null)
            {
                services.Scratch.Delete(scratch);
            }
        }
    }

    private async Task<BatchResult> RunAsync(ModelCard card, ILoadedModel model, IReadOnlyList<QueuedJob> batch, string scratch)
    {
        var timeLeft = batch.Max(job => job.Job.Deadline) - services.Time.GetUtcNow();
        var isDeadline = timeLeft < services.Options.BatchTimeout;
        var limit = isDeadline ? timeLeft : services.Options.BatchTimeout;
        if (limit <= TimeSpan.Zero)
        {
            return All(batch, Error.DeadlineExceeded($"There was no time left to run {card.Id}."));
        }

        using var timeout = new CancellationTokenSource(limit, services.Time);
        // Not disposed here: a model that is given up at once is still to hear all that it asked to be told when it has to stop.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token);
        using var watch = new CancelWhenAllCancelled(batch, stop);
        Task<ImmutableArray<ModelOutcome>>? run = null;
        try
        {
            var requests = batch.Select((job, i) => ToRequest(job, Path.Combine(scratch, $"{i}"))).ToImmutableArray();
            // On a thread of its own: a runner that blocks instead of waiting is given up like any other. One that is given up before it has
            // begun never does: its model may be gone.
            run = Task.Run(() => model.RunAsync(requests, stop.Token), stop.Token);
            var outcomes = await GiveUpAsync(run, stop.Token).ConfigureAwait(false);
            return Checked(card, batch, outcomes);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            var took = $"{card.Id} did not finish within {limit.TotalSeconds:N0} s and was stopped; give it less to do at once.";
            // Out of time is the turn's doing; only a model that takes longer than any may, or does not stop, is broken.
            return isDeadline
                ? All(batch, Error.DeadlineExceeded(took)) with { Fault = Stuck(card, run) }
                : Broken(batch, Error.ModelFailed(took, retryable: false));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return All(batch, new JarvisException(ErrorCode.Cancelled, "Nobody waits for it any more.")) with { Fault = Stuck(card, run) };
        }
        catch (JarvisException exception)
        {
            return All(batch, exception) with { Fault = model.Fault, Suspects = model.Fault is not null && exception.Code is ErrorCode.ModelFailed };
        }
#pragma warning disable CA1031 // What is not ours breaks the model, not the engine.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnexpected(card.Id.Value, exception);
            return All(batch, Error.From(exception)) with
            {
                Fault = Error.ModelFailed($"{card.Id} broke ({exception.GetType().Name}); the log has the details.").ToError(),
                Suspects = true,
            };
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

    private static BatchResult Checked(ModelCard card, IReadOnlyList<QueuedJob> batch, ImmutableArray<ModelOutcome> outcomes)
    {
        if (outcomes.IsDefault || outcomes.Length != batch.Count)
        {
            var answered = outcomes.IsDefault ? 0 : outcomes.Length;
            return Broken(batch, Error.ModelFailed($"{card.Id} answered {answered} of {batch.Count} requests."));
        }

        return outcomes.Any(outcome => outcome is null || outcome.Outputs.IsDefault || outcome.Outputs.Contains(null!))
            ? Broken(batch, Error.ModelFailed($"{card.Id} gave an answer that is none; use another model."))
            : new BatchResult(outcomes);
    }

    private ModelRequest ToRequest(QueuedJob queued, string scratch)
    {
        var tenant = queued.Job.Id.Task.Tenant;
        return new ModelRequest(queued.Job.TaskType, scratch)
        {
            Turn = queued.Job.Id.Task.Turn,
            Priority = queued.Job.Priority,
            Deadline = queued.Job.Deadline,
            Cancelled = queued.Cancelled,
            Hops = queued.Job.Hops,
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
            Progress = new CoalescedProgress(fraction => queued.Report(new AttemptAdvanced(queued.Job.Id, fraction)), services.Time),
        };
    }

    private async Task<AttemptReport> StoreAsync(ModelCard card, QueuedJob queued, ModelOutcome outcome, TimeSpan time)
    {
        var id = queued.Job.Id;
        if (outcome.Error is { } error)
        {
            return new AttemptFailed(id, error);
        }

        try
        {
            var lineage = new Lineage(id.Task, card.Id, queued.Job.ResourceIds());
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

            var made = outputs.Values.SelectMany(resources => resources);
            return new AttemptSucceeded(id, outputs.ToImmutable())
            {
                Price = await _prices.PriceAsync(card, queued.Job, made, outcome.Used, time, queued.Cancelled).ConfigureAwait(false),
            };
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

    /// <summary>Counts a request on which a model broke.</summary>
    /// <returns>The request, where it is given up for that.</returns>
    private DeadLetter? Bury(ModelJob job, JarvisError fault)
    {
        if (_faults.Broke(job.Id.Task, job.Id.Item) < FaultLedger.MaxFaults)
        {
            return null;
        }

        LogGivenUp(job.Id.ToString(), fault.Message);
        return new DeadLetter(job.TaskType, fault.Message, services.Time.GetUtcNow());
    }

    private static JarvisError GiveUp(DeadLetter letter, ImmutableArray<DeadLetter>.Builder dead)
    {
        dead.Add(letter);
        // The request is at fault: no further model is tried on it.
        return Error.InvalidRequest(
            $"Models broke on this {FaultLedger.MaxFaults} times, so it is not tried again; change what it is given. The last one: {letter.Reason}").ToError();
    }

    private static JarvisError? Stuck(ModelCard card, Task? run) =>
        run is { IsCompleted: false } ? Error.ModelFailed($"{card.Id} did not stop when it was told to.").ToError() : null;

    private static BatchResult All(IReadOnlyList<QueuedJob> batch, JarvisException error) => All(batch, error.ToError());

    private static BatchResult All(IReadOnlyList<QueuedJob> batch, JarvisError error) => new([.. batch.Select(_ => ModelOutcome.Failure(error))]);

    private static BatchResult Broken(IReadOnlyList<QueuedJob> batch, JarvisException fault) =>
        All(batch, fault) with { Fault = fault.ToError(), Suspects = true };

    [LoggerMessage(1, LogLevel.Error, "The runner of {Model} failed in a way that it should not.")]
    private partial void LogUnexpected(string model, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The attempt {Attempt} is given up: models broke on it again and again. {Reason}")]
    private partial void LogGivenUp(string attempt, string reason);
}
