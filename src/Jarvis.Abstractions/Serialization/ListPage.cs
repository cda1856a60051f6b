using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Jarvis.Serialization;

/// <summary>A part of a list, as it travels over HTTP.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Data">The part.</param>
/// <param name="HasMore">Whether there is more after it now.</param>
/// <param name="Next">What to ask for, as <c>after</c>, to get what follows; null where nothing can.</param>
public sealed record ListPage<T>(
    ImmutableArray<T> Data, [property: JsonPropertyName("has_more")] bool HasMore, string? Next = null);
