using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>
/// A loaded model of a manifest. The rows of all requests, of whatever conversation and tenant, meet in one worker; what is done before and
/// after them is done beside it, for several at once.
/// </summary>
internal sealed class ManifestModel : ILoadedModel
{
    /// <summary>The most rows of one request that wait at once: enough to fill batches, and few enough to leave room for others.</summary>
    private const int MaxWaiting = 16;

    private readonly ManifestSession _session;
    private readonly IManifestTask _task;
    private readonly ReplicaWorker<FeedValue[], OutputRow> _worker;

    /// <summary>Decoding fills processors and memory: so many are made ready at once, whatever waits.</summary>
    private readonly SemaphoreSlim _preparing = new(Environment.ProcessorCount);

    private ManifestModel(ModelCard card, ManifestFiles files, ManifestSession session, IManifestTask task, TimeProvider time)
    {
        _session = session;
        _task = task;
        MemoryBytes = new FileInfo(files.ModelPath).Length;
        var options = new ReplicaWorkerOptions(card.Id.Value) { QueueCapacity = 4096, Costs = new BatchCosts(session.CanBatch ? card.MaxBatch : 1) };
        _worker = new([session], options, time);
    }

    /// <summary>How long its file is, in bytes: what it holds is at least that.</summary>
    public long MemoryBytes { get; }

    /// <summary>What its worker has done.</summary>
    public WorkerStatus Status => _worker.Status;

    /// <summary>Loads a model. Takes seconds for a large one.</summary>
    /// <param name="card">Its card.</param>
    /// <param name="factory">Loads networks.</param>
    /// <param name="decoder">Decodes pictures.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="JarvisException">A file is missing or wrong (<see cref="ErrorCode.ModelUnavailable"/>).</exception>
    public static ManifestModel Load(ModelCard card, OnnxSessionFactory factory, IMediaDecoder decoder, TimeProvider time)
    {
        var files = ManifestFiles.Read(card);
        var tokenizer = files.TokenizerPath is null ? null : files.ReadTokenizer();
        var task = ManifestTaskFactory.Make(files, tokenizer, decoder);
        return new(card, files, new ManifestSession(files.Manifest, Open(files, factory)), task, time);
    }

    /// <summary>What a first run would need is the user's to say: a manifest has no example in it.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(batch.Select(request => request.RunAloneAsync(token => RunAsync(request, token), cancellationToken))).ConfigureAwait(false)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync().ConfigureAwait(false);
        _session.Dispose();
        _preparing.Dispose();
    }

    private async Task<ModelOutcome> RunAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        request.Progress?.Report(0.5);
        var rows = await _worker.RunEachAsync(
            prepared.Feeds, Enumerable.Range(0, prepared.Feeds.Length), MaxWaiting, request.ToTerms(), cancellationToken).ConfigureAwait(false);
        return ModelOutcome.Success(prepared.Read(rows));
    }

    private async Task<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _task.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _preparing.Release();
        }
    }

    private static Microsoft.ML.OnnxRuntime.InferenceSession Open(ManifestFiles files, OnnxSessionFactory factory)
    {
        try
        {
            return factory.Load(files.ModelPath, null);
        }
        catch (JarvisException exception) when (exception.InnerException is not null)
        {
            throw Error.ModelUnavailable($"{files.Manifest.Model} cannot be loaded: it is damaged, or has operators that this ONNX Runtime does not know; export it again with a lower opset.");
        }
    }
}
