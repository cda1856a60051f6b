using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>A task type as the index sees it.</summary>
/// <param name="Number">Its place in the catalog.</param>
/// <param name="Type">The task type.</param>
internal sealed record Tool(int Number, TaskType Type)
{
    /// <summary>What it takes, by port.</summary>
    internal ImmutableArray<MediaKind> Takes { get; } = [.. Type.Inputs.Select(port => port.Kind)];

    /// <summary>What it gives.</summary>
    internal ImmutableArray<MediaKind> Gives { get; } = [.. Type.Outputs.Select(port => port.Kind)];

    /// <summary>Whether it says what it takes or gives; without, only its words tell what it is for.</summary>
    internal bool IsTyped => Takes.Length + Gives.Length > 0;
}
