namespace Jarvis.Models.Replicas;

/// <summary>What came of an input.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">What to do, in order.</param>
internal sealed record ReplicaTransition(ReplicaState State, IReadOnlyList<ReplicaEffect> Effects);
