using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Manifests.Tasks;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Onnx.Tokenizers;
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

    private readonly IManifestTask _task;
    private readonly ServedNetwork<FeedValue[], OutputRow> _network;

    /// <summary>Decoding fills processors and memory: so many are made ready at once, whatever waits.</summary>
    private readonly SemaphoreSlim _preparing = new(Environment.ProcessorCount);

    private ManifestModel(ServedNetwork<FeedValue[], OutputRow> network, IManifestTask task, long memoryBytes)
    {
        _network = network;
        _task = task;
        MemoryBytes = memoryBytes;
    }

    /// <summary>How long its file is, in bytes: what it holds is at least that.</summary>
    public long MemoryBytes { get; }

    /// <summary>What its worker has done.</summary>
    public WorkerStatus Status => _network.Status;

    /// <summary>What it was profiled as; null while it was not.</summary>
    public LoadProfile? Profiled => _network.Profiled;

    /// <summary>Ends when it has been profiled, or it is certain that it will not be.</summary>
    public Task ProfileEnded => _network.ProfileEnded;

    /// <summary>Loads a model. Takes seconds for a large one.</summary>
    /// <param name="card">Its card.</param>
    /// <param name="factory">Loads networks.</param>
    /// <param name="models">Serves them.</param>
    /// <param name="decoder">Decodes pictures.</param>
    /// <exception cref="JarvisException">A file is missing or wrong (<see cref="ErrorCode.ModelUnavailable"/>).</exception>
    public static ManifestModel Load(ModelCard card, OnnxSessionFactory factory, OnnxModels models, IMediaDecoder decoder)
    {
        var files = ManifestFiles.Read(card);
        var tokenizer = files.TokenizerPath is null ? null : files.ReadTokenizer();
        var task = ManifestTaskFactory.Make(files, tokenizer, decoder);
        var bytes = new FileInfo(files.ModelPath).Length;
        var plan = new NetworkPlan<FeedValue[], OutputRow>(card.Id.Value, threads => Open(files, factory, threads))
        {
            QueueCapacity = 4096,
            Ceiling = card.MaxBatch,
            Profile = new(files.Stamp(), bytes, Typical(files, tokenizer, decoder)) { Largest = card.MaxBatch },
        };
        return new(models.Serve(plan), task, bytes);
    }

    /// <summary>Who waits for a model of anybody's is not made to wait for two of its runs.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(batch.Select(request => request.RunAloneAsync(token => RunAsync(request, token), cancellationToken))).ConfigureAwait(false)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync().ConfigureAwait(false);
        _preparing.Dispose();
    }

    private async Task<ModelOutcome> RunAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        request.Progress?.Report(0.5);
        var rows = await _network.RunEachAsync(
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

    /// <summary>Makes one row, again and again: how long a network takes does not depend on what it sees.</summary>
    private static Func<FeedValue[]> Typical(ManifestFiles files, TextTokenizer? tokenizer, IMediaDecoder decoder)
    {
        var row = new Lazy<FeedValue[]>(() => tokenizer is null
            ? new ImageInput(files.Manifest, decoder).Typical()
            : new TextInput(files.Manifest, tokenizer).Typical());
        return () => row.Value;
    }

    private static OpenNetwork<FeedValue[], OutputRow> Open(ManifestFiles files, OnnxSessionFactory factory, int? threads)
    {
        try
        {
            var session = new ManifestSession(files.Manifest, factory.Load(files.ModelPath, threads));
            return new(session, session) { MaxBatch = session.CanBatch ? int.MaxValue : 1 };
        }
        catch (JarvisException exception) when (exception.InnerException is not null)
        {
            throw Error.ModelUnavailable($"{files.Manifest.Model} cannot be loaded: it is damaged, or has operators that this ONNX Runtime does not know; export it again with a lower opset.");
        }
    }
}
