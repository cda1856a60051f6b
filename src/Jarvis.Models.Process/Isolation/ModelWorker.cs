using System.Collections.Concurrent;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Serialization;

namespace Jarvis.Models.Process.Isolation;

/// <summary>
/// The inside of a worker process: loads one model, and runs what comes over its input until that closes. Whatever a model does here, it does
/// to this process alone.
/// </summary>
/// <param name="runners">The code that runs models, by name.</param>
public sealed class ModelWorker(IReadOnlyDictionary<string, IModelRunner> runners)
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _running = new();

    /// <summary>Serves until the input closes.</summary>
    /// <param name="input">Where the host writes.</param>
    /// <param name="output">Where the host reads. Nothing else may write there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var channel = new WorkerChannel(input, output);
        if (await channel.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not WorkerMessage.Load load)
        {
            return;
        }

        ILoadedModel model;
        try
        {
            model = await LoadAsync(load, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await channel.SendAsync(new WorkerMessage.Ready(0, Error.From(exception)), cancellationToken).ConfigureAwait(false);
            return;
        }

        await using (model.ConfigureAwait(false))
        {
            await channel.SendAsync(new WorkerMessage.Ready(model.MemoryBytes), cancellationToken).ConfigureAwait(false);
            await ServeAsync(channel, model, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ILoadedModel> LoadAsync(WorkerMessage.Load load, CancellationToken cancellationToken)
    {
        var card = load.Card.Deserialize(JarvisJsonContext.Default.ModelCard)! with { Directory = load.Directory };
        if (!runners.TryGetValue(card.Runner, out var runner) || runner is not IModelLoader loader)
        {
            throw Error.ModelUnavailable($"{card.Id} needs the runner '{card.Runner}', which cannot run in a process of its own.");
        }

        var model = await loader.LoadAsync(card, DeviceId.Parse(load.Device), cancellationToken).ConfigureAwait(false);
        try
        {
            await model.WarmUpAsync(cancellationToken).ConfigureAwait(false);
            return model;
        }
        catch
        {
            await model.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ServeAsync(WorkerChannel channel, ILoadedModel model, CancellationToken cancellationToken)
    {
        var batches = new List<Task>();
        while (await channel.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            switch (message)
            {
                case WorkerMessage.Run run:
                    batches.RemoveAll(batch => batch.IsCompleted);
                    var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    _running[run.Batch] = stop;
                    batches.Add(Task.Run(() => RunAsync(channel, model, run, stop), CancellationToken.None));
                    break;
                case WorkerMessage.Stop { Batch: var batch } when _running.TryGetValue(batch, out var running):
                    await running.CancelAsync().ConfigureAwait(false);
                    break;
            }
        }

        foreach (var running in _running.Values)
        {
            await running.CancelAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(batches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(WorkerChannel channel, ILoadedModel model, WorkerMessage.Run run, CancellationTokenSource stop)
    {
        WorkerMessage.Done done;
        try
        {
            var requests = run.Requests.Select((request, i) => WorkerRequests.Open(
                request, fraction => _ = channel.SendAsync(new WorkerMessage.Progress(run.Batch, i, fraction), CancellationToken.None)));
            var outcomes = await model.RunAsync([.. requests], stop.Token).ConfigureAwait(false);
            done = new(run.Batch, [.. outcomes.Select((outcome, i) => WorkerRequests.Write(run.Requests[i], outcome))]);
        }
        catch (OutOfMemoryException)
        {
            // Nothing that is done here can be relied on any more; the host starts another.
            Environment.FailFast("The model needs more memory than it may use.");
            return;
        }
        catch (Exception exception)
        {
            done = new(run.Batch, [], Error.From(exception));
        }

        if (_running.TryRemove(run.Batch, out _))
        {
            stop.Dispose();
        }

        await channel.SendAsync(done, CancellationToken.None).ConfigureAwait(false);
    }
}
