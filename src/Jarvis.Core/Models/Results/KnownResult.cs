using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Models.Results;

/// <summary>What a model gave.</summary>
/// <param name="Tenant">Whose job it was.</param>
/// <param name="Outputs">The resources of each output port.</param>
internal sealed record KnownResult(TenantId Tenant, ImmutableDictionary<string, ImmutableArray<Resource>> Outputs)
{
    private const int EntryBytes = 512;

    private const int ResourceBytes = 512;

    /// <summary>About how much memory it takes.</summary>
    internal long Bytes { get; } = EntryBytes + Outputs.Values.SelectMany(resources => resources)
        .Sum(resource => ResourceBytes + (sizeof(char) * (long)((resource.Text?.Length ?? 0) + resource.Name.Length)));
}
