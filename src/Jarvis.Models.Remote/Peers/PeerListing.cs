using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Identity;
using Jarvis.Models.Cards;
using Jarvis.Models.Remote.HuggingFace;
using Jarvis.Planning;
using Jarvis.Serialization;

namespace Jarvis.Models.Remote.Peers;

/// <summary>
/// Makes cards of here of what another Jarvis says that it has. What it says comes from outside: each card has to keep the rules of card files,
/// and one that does not is left out alone.
/// </summary>
/// <param name="name">The peer's name here.</param>
/// <param name="options">How it is reached.</param>
internal sealed class PeerListing(string name, JarvisPeerOptions options)
{
    private const int MaxReason = 300;

    private static readonly CardReader Reader = new(TaskTypeCatalog.Default);

    /// <summary>Reads a list of models.</summary>
    /// <param name="json">A JSON list of cards with their status.</param>
    /// <returns>Those that can be used from here, each id once.</returns>
    /// <exception cref="JsonException">It is no such list.</exception>
    internal ImmutableArray<ModelStatus> Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new JsonException("It is no list.");

        return
        [
            .. document.RootElement.EnumerateArray()
                .Take(options.MaxModels)
                .Select(Read)
                .OfType<ModelStatus>()
                .DistinctBy(status => status.Card.Id),
        ];
    }

    private ModelStatus? Read(JsonElement element)
    {
        try
        {
            return element.Deserialize(JarvisJsonContext.Default.ModelStatus) is { Card: { } card } there && ToCard(card) is { } here
                ? new ModelStatus(here, DeviceId.Remote, there.Unavailable is { } why ? $"Jarvis '{name}' says of it: {Clean(why)}" : null)
                {
                    Source = JarvisPeer.Path(name),
                    Fingerprint = there.Fingerprint is { } print ? Clean(print) : null,
                }
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A card of here; null for one that breaks a rule, and for a model that the peer has from elsewhere itself, which might be from here.</summary>
    private ModelCard? ToCard(ModelCard there)
    {
        var types = there.TaskTypes.IsDefault ? [] : there.TaskTypes.Where(HuggingFaceTasks.All.ContainsKey).Distinct().ToImmutableArray();
        if (there.Device == DeviceKind.Remote || types.IsEmpty || !ModelId.TryParse($"{name}/{there.Id.Value.Replace("/", "--", StringComparison.Ordinal)}", null, out var id))
            return null;

        var card = new ModelCard(id, JarvisPeerRunner.RunnerName, types, there.Description)
        {
            Device = DeviceKind.Remote,
            Tags = there.Tags,
            Version = there.Version,
            Licence = there.Licence,
            Popularity = there.Popularity,
            Quality = there.Quality,
            PricePerCall = there.PricePerCall,
            Prices = there.Prices,
            SideEffects = there.SideEffects,
            Deterministic = there.Deterministic,
            Concurrency = options.Concurrency,
            Accepts = there.Accepts,
            MediaTypes = there.MediaTypes,
            Settings = ImmutableDictionary<string, string>.Empty.Add(JarvisPeerRunner.EndpointSetting, name).Add(JarvisPeerRunner.ModelSetting, there.Id.Value),
        };
        return Reader.Read(CardWriter.Write(card, indented: false), name).Card;
    }

    private static string Clean(string text) => string.Concat(text.Take(MaxReason).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
}
