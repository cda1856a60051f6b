using System.Collections.Immutable;

namespace Jarvis.Models.Process.Commands;

/// <summary>A program to run, and what it may use.</summary>
/// <param name="Program">Its plain name, looked up in the search path, or its absolute path.</param>
/// <param name="Arguments">One string for each argument; no shell ever sees them.</param>
internal sealed record Command(string Program, ImmutableArray<string> Arguments)
{
    /// <summary>Where it works: its current, home and temporary folder; null for the machine's temporary folder.</summary>
    public string? Folder { get; init; }

    /// <summary>What it reads on standard input; null for nothing. Not closed.</summary>
    public Stream? Input { get; init; }

    /// <summary>Takes standard output as it comes; null to collect it.</summary>
    public Action<ReadOnlyMemory<byte>>? Received { get; init; }

    /// <summary>The most bytes of standard output; one more and the program is killed.</summary>
    public long MaxOutputBytes { get; init; } = 16 << 20;

    /// <summary>How many bytes of standard output are likely, so that collecting them copies little.</summary>
    public int ExpectedOutputBytes { get; init; }

    /// <summary>The longest that it may take; null for the limit of the options.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Environment variables besides those that every program gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}
