using System.Collections.Immutable;

namespace Jarvis.Gateway.Errors;

/// <summary>What is wrong with parts of a request, told beside the exception that ends it.</summary>
/// <param name="Errors">By where they are.</param>
internal sealed record FieldErrors(ImmutableDictionary<string, ImmutableArray<string>> Errors)
{
    internal static FieldErrors Of(string where, string what) => new(ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add(where, [what]));
}
