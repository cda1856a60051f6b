using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Gateway.Errors;

/// <summary>What went wrong with a request, and the status that says so.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Errors">What is wrong with parts of the request, by where they are.</param>
public sealed record RequestError(int Status, JarvisError Error, ImmutableDictionary<string, ImmutableArray<string>> Errors)
{
    internal static RequestError Of(JarvisError error) => new(ErrorStatus.Of(error.Code), error, ImmutableDictionary<string, ImmutableArray<string>>.Empty);
}
