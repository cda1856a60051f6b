using System.Collections.Immutable;

namespace Jarvis.Models.Replicas;

/// <summary>What is to be done for a replica that needs memory.</summary>
/// <typeparam name="T">What replicas are known by.</typeparam>
/// <param name="Answer">Whether it gets its memory.</param>
/// <param name="Evict">Who has to go first; not empty only where it waits.</param>
internal readonly record struct MemoryDecision<T>(MemoryAnswer Answer, ImmutableArray<T> Evict)
{
    /// <summary>Whether those that go, or are on their way, leave enough behind: else somebody has to end what is not to be interrupted.</summary>
    internal bool IsEnough { get; init; }
}
