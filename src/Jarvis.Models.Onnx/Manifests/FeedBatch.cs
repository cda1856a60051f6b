using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>Rows that run together.</summary>
/// <param name="Rows">Which rows.</param>
/// <param name="Length">The length that sequences are filled up to; null where there are none.</param>
internal sealed record FeedBatch(ImmutableArray<int> Rows, int? Length)
{
    /// <summary>Lengths are rounded up to a multiple of this, so that a few shapes serve all texts.</summary>
    public const int Bucket = 16;

    private const int MaxValues = 1 << 25;

    /// <summary>Puts rows together: pictures of one size, texts of nearly one length.</summary>
    /// <param name="feeds">The rows, each with a value for every input.</param>
    /// <param name="maxBatch">The most rows that run together.</param>
    /// <param name="canPad">Whether a text may be filled up, because the network is told what to leave out.</param>
    /// <param name="fixedLength">The one length that the network takes, or null.</param>
    public static ImmutableArray<FeedBatch> Make(IReadOnlyList<FeedValue[]> feeds, int maxBatch, bool canPad, int? fixedLength)
    {
        var batches = ImmutableArray.CreateBuilder<FeedBatch>();
        foreach (var group in Enumerable.Range(0, feeds.Count).GroupBy(row => Key(feeds[row], canPad, fixedLength)))
        {
            var rows = group.ToList();
            var length = feeds[rows[0]].Any(value => value.Integers is not null) ? FilledLength(feeds[rows[0]], canPad, fixedLength) : (int?)null;
            var values = Math.Max(1, feeds[rows[0]].Sum(value => (long)value.Count));
            var most = (int)Math.Clamp(MaxValues / values, 1, maxBatch);
            batches.AddRange(rows.Chunk(most).Select(chunk => new FeedBatch([.. chunk], length)));
        }

        return batches.ToImmutable();
    }

    private static string Key(FeedValue[] feed, bool canPad, int? fixedLength) => string.Join('|', feed.Select(value =>
        value.Integers is null ? string.Join('x', value.Shape) : $"{FilledLength(feed, canPad, fixedLength)}"));

    private static int FilledLength(FeedValue[] feed, bool canPad, int? fixedLength)
    {
        var length = feed.First(value => value.Integers is not null).Integers!.Length;
        return !canPad ? length : fixedLength ?? (length + Bucket - 1) / Bucket * Bucket;
    }
}
