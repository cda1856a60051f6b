using Jarvis.Errors;

namespace Jarvis.Models.Replicas;

/// <summary>What a replica can be told. A closed set.</summary>
internal abstract record ReplicaInput
{
    private ReplicaInput()
    {
    }

    /// <summary>There is work for it, or it is to be there before work comes.</summary>
    internal sealed record Wanted : ReplicaInput;

    /// <summary>Memory was set aside for it.</summary>
    internal sealed record Granted : ReplicaInput;

    /// <summary>There will be no memory for it.</summary>
    /// <param name="Error">Why.</param>
    internal sealed record Refused(JarvisError Error) : ReplicaInput;

    /// <summary>It is loaded.</summary>
    /// <param name="Holds">Whether it holds something that has to be let go of.</param>
    internal sealed record Loaded(bool Holds) : ReplicaInput;

    /// <summary>It could not be loaded; nothing is held.</summary>
    /// <param name="Error">Why.</param>
    internal sealed record LoadFailed(JarvisError Error) : ReplicaInput;

    /// <summary>Its first run went well.</summary>
    internal sealed record WarmedUp : ReplicaInput;

    /// <summary>Its first run did not.</summary>
    /// <param name="Error">Why.</param>
    internal sealed record WarmUpFailed(JarvisError Error) : ReplicaInput;

    /// <summary>A batch was handed to it.</summary>
    internal sealed record BatchStarted : ReplicaInput;

    /// <summary>A batch ended.</summary>
    /// <param name="Fault">How the replica broke on it; null where it did not, whatever came of the requests.</param>
    internal sealed record BatchEnded(JarvisError? Fault) : ReplicaInput
    {
        /// <summary>Whether the fault is the request's: it was suspected already, and ran alone. Others need not wait for the replica because of it.</summary>
        public bool IsRequests { get; init; }
    }

    /// <summary>It is to go: its memory is needed, or another takes its place.</summary>
    internal sealed record Drain : ReplicaInput;

    /// <summary>What it held is let go of.</summary>
    internal sealed record Unloaded : ReplicaInput;

    /// <summary>Its time in quarantine is over.</summary>
    internal sealed record RebuildDue : ReplicaInput;
}
