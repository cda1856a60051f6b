using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Models;

namespace Jarvis.Cli.Rendering;

/// <summary>Shows one model in lines, what is not known left out.</summary>
internal static class ModelLines
{
    private const int Width = 14;

    internal static IEnumerable<string> Of(ModelStatus model)
    {
        var card = model.Card;
        (string Name, string? Text)[] lines =
        [
            ("id", card.Id.Value),
            ("status", model.Unavailable is { } why ? $"unavailable: {why}" : "available"),
            .. ReplicaLines.Of(model),
            ("note", model.Note),
            ("does", string.Join(", ", card.TaskTypes)),
            ("description", card.Description),
            ("device", model.Device.Value),
            ("needs", Needs(card)),
            ("runner", card.Runner),
            ("from", model.Source),
            ("version", card.Version),
            ("licence", card.Licence ?? "unknown"),
            ("tags", string.Join(", ", card.Tags)),
            ("accepts", Map(card.Accepts)),
            ("media types", Map(card.MediaTypes)),
            ("quality", Number($"{card.Quality:0.##}")),
            ("popularity", card.Popularity == 0 ? null : Number($"{card.Popularity}")),
            ("price", Price(card)),
            ("side effects", string.Join(", ", card.SideEffects)),
            ("results", card.Deterministic ? card.ShareResults ? "always the same; may be shared between tenants" : "always the same" : "may differ from call to call"),
            ("batches", Number($"up to {card.MaxBatch} at once, {card.Concurrency} side by side{(card.Pinned ? "; stays loaded" : "")}")),
            ("replicas", card.Replicas == ReplicaRange.One ? null : Number($"{card.Replicas.Least} to {card.Replicas.Most}, by load")),
            ("files", string.Join(", ", card.Files.Keys.Order(StringComparer.Ordinal))),
            ("settings", string.Join(", ", card.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => $"{setting.Key}={setting.Value}"))),
        ];
        return lines.Where(line => !string.IsNullOrEmpty(line.Text)).Select(line => line.Name.PadRight(Width) + TerminalText.Line(line.Text!, maxLength: 2000));
    }

    private static string Needs(ModelCard card) => string.Concat(
        card.Device.ToString().ToLowerInvariant(),
        card.Fallback is { } other ? $", or else {other.ToString().ToLowerInvariant()}" : "",
        card.MemoryBytes == 0 ? "" : Number($", {card.MemoryBytes / (double)(1 << 20):N0} MiB"),
        card.DeviceLabels.IsEmpty ? "" : $", labels {string.Join(' ', card.DeviceLabels)}");

    private static string Price(ModelCard card)
    {
        IEnumerable<string> prices =
        [
            .. card.PricePerCall == 0 ? [] : (string[])[Number($"${card.PricePerCall} a call")],
            .. card.Prices.Where(price => price.Value > 0).OrderBy(price => price.Key).Select(price => Number($"${price.Value} {Of(price.Key)}")),
        ];
        return string.Join(", ", prices) is { Length: > 0 } text ? text : "free";
    }

    private static string Of(PriceUnit unit) => unit switch
    {
        PriceUnit.Image => "an image",
        PriceUnit.AudioSecond => "a second of sound",
        PriceUnit.ThousandCharacters => "1,000 characters",
        PriceUnit.ThousandTokens => "1,000 tokens",
        _ => "a second of the device's time",
    };

    private static string Map(ImmutableDictionary<string, ImmutableArray<string>> map) => string.Join(
        "; ",
        map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {string.Join('|', pair.Value)}"));

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
