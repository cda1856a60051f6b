using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>
/// The loaded models, each of a card. One that runs is never taken away; one whose files have changed is loaded again for who comes next,
/// and the old one ends with its last run. Thread-safe.
/// </summary>
internal sealed class ManifestModels(OnnxSessionFactory factory, OnnxModels models, IMediaDecoder decoder) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ModelId, Entry> _entries = [];

    /// <summary>A model, loaded if it is not; to be given back by disposing of it.</summary>
    /// <param name="card">Its card.</param>
    /// <param name="cancellationToken">Ends the wait; loading goes on for who waits too.</param>
    /// <exception cref="JarvisException">It cannot be loaded (<see cref="ErrorCode.ModelUnavailable"/>).</exception>
    public async Task<Lease> TakeAsync(ModelCard card, CancellationToken cancellationToken)
    {
        var entry = Take(card);
        try
        {
            return new Lease(this, entry, await entry.Model.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            GiveBack(entry);
            throw;
        }
    }

    /// <summary>Runs a batch on a model, loaded if it is not.</summary>
    /// <param name="card">Its card.</param>
    /// <param name="batch">The requests.</param>
    /// <param name="cancellationToken">Ends it as fast as the model can.</param>
    /// <returns>One outcome for each request, in order.</returns>
    /// <exception cref="JarvisException">It cannot be loaded (<see cref="ErrorCode.ModelUnavailable"/>), or the batch as a whole failed.</exception>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(
        ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        using var lease = await TakeAsync(card, cancellationToken).ConfigureAwait(false);
        var outcomes = new ModelOutcome[batch.Length];
        var prepared = new List<PreparedRequest>();
        var places = new List<int>();
        for (var i = 0; i < batch.Length; i++)
        {
            try
            {
                prepared.Add(await lease.Model.Task.PrepareAsync(batch[i], cancellationToken).ConfigureAwait(false));
                places.Add(i);
                batch[i].Progress?.Report(0.5);
            }
            catch (JarvisException exception) when (exception.Code is not (ErrorCode.ModelUnavailable or ErrorCode.Overloaded))
            {
                outcomes[i] = ModelOutcome.Failure(exception.ToError());
            }
        }

        var ran = prepared.Count > 0 ? await lease.Model.RunAsync(prepared, card.MaxBatch, cancellationToken).ConfigureAwait(false) : [];
        for (var i = 0; i < places.Count; i++)
        {
            outcomes[places[i]] = ran[i];
        }

        return ImmutableArray.Create(outcomes);
    }

    /// <inheritdoc/>
    public void Dispose() => _ = EndAsync();

    /// <summary>Lets go of what is loaded: at once of what does not run, of the rest with its last run.</summary>
    /// <returns>Ends when what does not run is let go of.</returns>
    public Task EndAsync()
    {
        List<Entry> idle;
        lock (_lock)
        {
            idle = [.. _entries.Values.Where(entry => entry.Leases == 0)];
            foreach (var entry in _entries.Values)
            {
                entry.IsRetired = true;
            }

            _entries.Clear();
        }

        return Task.WhenAll(idle.Select(EndAsync));
    }

    private Entry Take(ModelCard card)
    {
        Entry? retired = null;
        Entry entry;
        lock (_lock)
        {
            if (_entries.TryGetValue(card.Id, out var known) && IsUsable(known, card))
            {
                entry = known;
            }
            else
            {
                retired = known is null ? null : Retire(known);
                entry = new Entry(card, Task.Run(() => ManifestModel.Load(card, factory, models, decoder)));
                _entries[card.Id] = entry;
            }

            entry.Leases++;
        }

        if (retired is not null)
        {
            _ = EndAsync(retired);
        }

        return entry;
    }

    private void GiveBack(Entry entry)
    {
        bool isOver;
        lock (_lock)
        {
            entry.Leases--;
            isOver = entry is { IsRetired: true, Leases: 0 };
        }

        if (isOver)
        {
            _ = EndAsync(entry);
        }
    }

    // Files that the card has hashes for are loaded again by who compares them: the engine, when the catalog tells of another.
    private static bool IsUsable(Entry entry, ModelCard card) =>
        !entry.Model.IsFaulted && entry.IsOf(card) && (card.Files.Count > 0 || !entry.Model.IsCompletedSuccessfully || !entry.Loaded!.IsStale);

    private Entry? Retire(Entry entry)
    {
        entry.IsRetired = true;
        _entries.Remove(entry.Card.Id);
        return entry.Leases == 0 ? entry : null;
    }

    // A model that is still being loaded ends when it is.
    private static Task EndAsync(Entry entry) => entry.Model.ContinueWith(
        static loaded =>
        {
            if (loaded.IsCompletedSuccessfully)
            {
                loaded.GetAwaiter().GetResult().Dispose();
            }
        },
        TaskScheduler.Default);

    /// <summary>A model in use.</summary>
    internal sealed class Lease(ManifestModels owner, Entry entry, ManifestModel model) : IDisposable
    {
        /// <summary>The model.</summary>
        public ManifestModel Model => model;

        /// <inheritdoc/>
        public void Dispose() => owner.GiveBack(entry);
    }

    /// <summary>What is known of a model that is loaded or being loaded.</summary>
    internal sealed class Entry(ModelCard card, Task<ManifestModel> model)
    {
        public ModelCard Card => card;

        public Task<ManifestModel> Model => model;

        public ManifestModel? Loaded => model.IsCompletedSuccessfully ? model.GetAwaiter().GetResult() : null;

        public int Leases { get; set; }

        public bool IsRetired { get; set; }

        public bool IsOf(ModelCard other) =>
            card.Directory == other.Directory && card.Settings.GetValueOrDefault(ManifestFiles.Setting) == other.Settings.GetValueOrDefault(ManifestFiles.Setting);
    }
}
