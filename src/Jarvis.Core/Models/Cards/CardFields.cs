using System.Collections.Frozen;

namespace Jarvis.Models.Cards;

/// <summary>The fields of a card's JSON, version 1, by name.</summary>
internal static class CardFields
{
    /// <summary>The version of the fields' meaning. A card that names none has this one.</summary>
    internal const int Schema = 1;

    internal const int MaxPopularity = 1_000_000_000;

    private const int Sha256Digits = 64;

    internal static FrozenDictionary<string, CardField> All { get; } = new Dictionary<string, CardField>
    {
        ["$schema"] = static (ref t, card) => t.Text() is { } ? card : card,
        ["accepts"] = static (ref t, card) => card with { Accepts = t.Map(static (ref t) => t.Texts(mayBeEmpty: false)) },
        ["concurrency"] = static (ref t, card) => card with { Concurrency = (int)t.Whole(1, 1024) },
        ["description"] = static (ref t, card) => card with { Description = t.Text(CardLimits.Description) },
        ["deterministic"] = static (ref t, card) => card with { Deterministic = t.Flag() },
        ["device"] = static (ref t, card) => card with { Device = t.Device() },
        ["deviceLabels"] = static (ref t, card) => card with { DeviceLabels = t.Texts() },
        ["fallback"] = static (ref t, card) => card with { Fallback = t.Device() },
        ["files"] = static (ref t, card) => card with { Files = t.Map(static (ref t) => Sha256(t)) },
        ["id"] = static (ref t, card) => card with { Id = t.Id() },
        ["isolated"] = static (ref t, card) => card with { Isolated = t.Flag() },
        ["licence"] = static (ref t, card) => card with { Licence = t.Text() },
        ["maxBatch"] = static (ref t, card) => card with { MaxBatch = (int)t.Whole(1, 4096) },
        ["mediaTypes"] = static (ref t, card) => card with { MediaTypes = t.Map(static (ref t) => t.Texts(mayBeEmpty: false)) },
        ["memoryBytes"] = static (ref t, card) => card with { MemoryBytes = t.Whole(0, 1L << 50) },
        ["pinned"] = static (ref t, card) => card with { Pinned = t.Flag() },
        ["popularity"] = static (ref t, card) => card with { Popularity = t.Whole(0, MaxPopularity) },
        ["preload"] = static (ref t, card) => card with { Preload = t.Flag() },
        ["pricePerCall"] = static (ref t, card) => card with { PricePerCall = t.Price() },
        ["prices"] = static (ref t, card) => card with { Prices = t.Prices() },
        ["quality"] = static (ref t, card) => card with { Quality = t.Share() },
        ["replicas"] = static (ref t, card) => card with { Replicas = t.Replicas() },
        ["runner"] = static (ref t, card) => card with { Runner = t.Text() },
        ["schema"] = static (ref t, card) => t.Whole(1, int.MaxValue) == Schema
            ? card
            : throw t.Fault($"is of a later version of Jarvis; this one reads {Schema}."),
        ["settings"] = static (ref t, card) => card with { Settings = t.Map(static (ref t) => t.Text(CardLimits.Description, mayBeEmpty: true)) },
        ["shareResults"] = static (ref t, card) => card with { ShareResults = t.Flag() },
        ["sideEffects"] = static (ref t, card) => card with { SideEffects = t.Texts() },
        ["tags"] = static (ref t, card) => card with { Tags = t.Texts() },
        ["taskTypes"] = static (ref t, card) => card with { TaskTypes = t.Texts(mayBeEmpty: false) },
        ["version"] = static (ref t, card) => card with { Version = t.Text() },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static string Sha256(CardTokens tokens) => tokens.Text() is { Length: Sha256Digits } text && text.All(char.IsAsciiHexDigit)
        ? text.ToLowerInvariant()
        : throw tokens.Fault($"has to be a SHA-256 as {Sha256Digits} hexadecimal digits; sha256sum writes it.");
}
