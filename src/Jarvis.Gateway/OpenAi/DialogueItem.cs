using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>A message of a dialogue.</summary>
internal sealed record DialogueItem
{
    /// <summary>What it is; null for a message.</summary>
    public string? Type { get; init; }

    /// <summary>Who says it: <c>user</c>, <c>assistant</c>, <c>system</c>, <c>developer</c> or <c>tool</c>.</summary>
    public string? Role { get; init; }

    /// <summary>What: a text or a list of parts.</summary>
    [JsonConverter(typeof(ContentConverter))]
    public ImmutableArray<ContentPart> Content { get; init => field = value.IsDefault ? [] : value; } = [];
}
