using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>A loaded model with what is done before and after it.</summary>
/// <param name="files">What it was loaded of.</param>
/// <param name="stamp">What the files were before they were read.</param>
/// <param name="session">The network.</param>
/// <param name="task">What is done before and after.</param>
/// <param name="thread">Where it runs.</param>
internal sealed class ManifestModel(ManifestFiles files, string stamp, ManifestSession session, IManifestTask task, InferenceThread thread) : IDisposable
{
    /// <summary>What is done before and after.</summary>
    public IManifestTask Task => task;

    /// <summary>Whether its files have changed since it was loaded.</summary>
    public bool IsStale => files.Stamp() != stamp;

    /// <summary>How long its file is, in bytes: what it holds is at least that.</summary>
    public long MemoryBytes { get; } = new FileInfo(files.ModelPath).Length;

    /// <summary>Loads a model. Takes seconds for a large one.</summary>
    /// <param name="card">Its card.</param>
    /// <param name="factory">Loads networks.</param>
    /// <param name="models">Makes threads.</param>
    /// <param name="decoder">Decodes pictures.</param>
    /// <exception cref="JarvisException">A file is missing or wrong (<see cref="ErrorCode.ModelUnavailable"/>).</exception>
    public static ManifestModel Load(ModelCard card, OnnxSessionFactory factory, OnnxModels models, IMediaDecoder decoder)
    {
        var files = ManifestFiles.Read(card);
        var stamp = files.Stamp();
        var tokenizer = files.TokenizerPath is null ? null : files.ReadTokenizer();
        var session = new ManifestSession(files.Manifest, Open(files, factory));
        return new(files, stamp, session, ManifestTaskFactory.Make(files, tokenizer, decoder), models.StartThread(card.Id.Value));
    }

    /// <summary>Runs requests that were made ready.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="maxBatch">The most rows that run together.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How each ended.</returns>
    public Task<ModelOutcome[]> RunAsync(IReadOnlyList<PreparedRequest> requests, int maxBatch, CancellationToken cancellationToken) =>
        thread.RunAsync(token => Run(requests, maxBatch, token), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        thread.Dispose();
        session.Dispose();
    }

    private ModelOutcome[] Run(IReadOnlyList<PreparedRequest> requests, int maxBatch, CancellationToken cancellationToken)
    {
        var rows = session.Run([.. requests.SelectMany(request => request.Feeds)], maxBatch, cancellationToken);
        var outcomes = new ModelOutcome[requests.Count];
        var first = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcomes[i] = Read(requests[i], rows.AsSpan(first, requests[i].Feeds.Length));
            first += requests[i].Feeds.Length;
        }

        return outcomes;
    }

    private static ModelOutcome Read(PreparedRequest request, ReadOnlySpan<(OutputRow? Row, JarvisException? Error)> rows)
    {
        var given = new List<OutputRow>();
        foreach (var (row, error) in rows)
        {
            if (error is not null)
            {
                return ModelOutcome.Failure(error.ToError());
            }

            given.Add(row!);
        }

        try
        {
            return ModelOutcome.Success(request.Read(given));
        }
        catch (JarvisException exception)
        {
            return ModelOutcome.Failure(exception.ToError());
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
