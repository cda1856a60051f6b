using System.ComponentModel.DataAnnotations;

namespace Jarvis.Models.Results;

/// <summary>What is remembered of what deterministic models gave.</summary>
public sealed class ResultCacheOptions
{
    /// <summary>The most results that are remembered; 0 to remember none. 10,000 by default.</summary>
    [Range(0, 10_000_000)]
    public int MaxEntries { get; set; } = 10_000;

    /// <summary>The most bytes of memory that they take, about. Files are in the resource store and do not count. 64 MiB by default.</summary>
    [Range(0, long.MaxValue)]
    public long MaxBytes { get; set; } = 64L << 20;
}
