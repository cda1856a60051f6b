using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Serialization;

/// <summary>An error as it travels over HTTP: <c>application/problem+json</c> (RFC 9457) with the members that Jarvis adds.</summary>
/// <param name="Type">Names the kind of problem: <c>urn:jarvis:error:</c> and the code.</param>
/// <param name="Title">The kind in a few words, the same for every problem of it.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong and what to do next, for people.</param>
/// <param name="Code">The stable code.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, ErrorCode Code)
{
    /// <summary>The path that was asked for; nothing of its query.</summary>
    public string? Instance { get; init; }

    /// <summary>Names the request in the server's log.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool Retryable { get; init; }

    /// <summary>How long to wait before; null where nobody can say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is wrong with parts of the request, by where they are, such as <c>$.timeout</c>.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Errors { get; init => field = value ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>The error that it tells of.</summary>
    public JarvisError ToError() => new(Code, Detail, Retryable) { RetryAfter = RetryAfter };
}
