using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Identity;
using Jarvis.Serialization;

namespace Jarvis.Models;

/// <summary>The catalog at one time: what each source gave, and what counts of it. Immutable, but that it tells when it is replaced.</summary>
internal sealed class CatalogSnapshot
{
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="bySource">What each source gave, in order. Of two cards with one id the first counts, and says that there is another.</param>
    internal CatalogSnapshot(ImmutableArray<ImmutableArray<ModelStatus>> bySource)
    {
        BySource = bySource;
        All =
        [
            .. bySource.SelectMany(statuses => statuses)
                .GroupBy(status => status.Card.Id, (_, same) => First([.. same]))
                .OrderBy(status => status.Card.Id.Value, StringComparer.Ordinal),
        ];
        ById = All.ToFrozenDictionary(status => status.Card.Id);
    }

    internal ImmutableArray<ImmutableArray<ModelStatus>> BySource { get; }

    internal ImmutableArray<ModelStatus> All { get; }

    internal FrozenDictionary<ModelId, ModelStatus> ById { get; }

    /// <summary>Ends when another snapshot counts.</summary>
    internal Task Replaced => _replaced.Task;

    internal void Replace() => _replaced.TrySetResult();

    /// <summary>What is different in a later one.</summary>
    internal ModelCatalogChange ChangeTo(CatalogSnapshot later) => new(
        [.. later.All.Where(status => !ById.ContainsKey(status.Card.Id)).Select(status => status.Card.Id)],
        [.. later.All.Where(status => ById.TryGetValue(status.Card.Id, out var earlier) && !IsSame(earlier, status)).Select(status => status.Card.Id)],
        [.. All.Where(status => !later.ById.ContainsKey(status.Card.Id)).Select(status => status.Card.Id)]);

    private static ModelStatus First(ImmutableArray<ModelStatus> same)
    {
        if (same.Length == 1)
        {
            return same[0];
        }

        var others = string.Join(", ", same.Skip(1).Take(3).Select(other => other.Source ?? other.Card.Runner));
        return same[0] with { Note = $"another card with this id does not count: that of {others}{(same.Length > 4 ? " and more" : "")}; give it another id, or remove it" };
    }

    /// <summary>Compares what they say: cards that were read again are other objects.</summary>
    private static bool IsSame(ModelStatus earlier, ModelStatus later) =>
        ReferenceEquals(earlier, later) || (earlier.Card.Directory == later.Card.Directory && Text(earlier).AsSpan().SequenceEqual(Text(later)));

    private static byte[] Text(ModelStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, JarvisJsonContext.Default.ModelStatus);
}
