using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Identity;

namespace Jarvis.Gateway.Api.Tasks;

/// <summary>A task that is to be run as it is.</summary>
internal sealed record TaskBody
{
    /// <summary>What goes into each port and option, by name: text, <c>{"resource": "id"}</c>, or a list of these.</summary>
    public ImmutableDictionary<string, JsonElement> Arguments { get; init => field = value ?? ImmutableDictionary<string, JsonElement>.Empty; } =
        ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>The model to run it on; null for the one that fits best.</summary>
    public ModelId? Model { get; init; }

    /// <summary>How long it may take; null for the host's default.</summary>
    public TimeSpan? Timeout { get; init; }
}
