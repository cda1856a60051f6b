using Jarvis.Identity;

namespace Jarvis.Models.Replicas;

/// <summary>One model on one device: its state, and what it holds. Only touched in the engine's gate.</summary>
/// <param name="model">What it serves.</param>
/// <param name="card">The card that it is loaded by.</param>
/// <param name="device">Where it is.</param>
/// <param name="runner">Runs it; null where this host has no such runner.</param>
internal sealed class Replica(ServedModel model, ModelCard card, DeviceId device, IModelRunner? runner)
{
    internal ServedModel Model { get; } = model;

    internal ModelCard Card { get; } = card;

    internal DeviceId Device { get; } = device;

    internal IModelRunner? Runner { get; } = runner;

    internal IModelLoader? Loader => Runner as IModelLoader;

    /// <summary>Bytes that have to be set aside before it is loaded.</summary>
    internal long Needs => Loader is null ? 0 : Card.MemoryBytes;

    /// <summary>Whether its model serves without it.</summary>
    internal bool IsFurther => Model.IsFurther(this);

    internal ReplicaState State { get; set; } = new();

    internal ILoadedModel? Loaded { get; set; }

    internal MemoryClaim? Claim { get; set; }

    /// <summary>Which card of the model it is loaded by: the later, the larger.</summary>
    internal int Version { get; init; }

    /// <summary>The one whose place it takes, until it has.</summary>
    internal Replica? Predecessor { get; set; }

    /// <summary>When it got its memory, or last had a batch since, as a timestamp.</summary>
    internal long LastUsed { get; set; }

    /// <summary>Whether what runs, while anything does, runs with nothing beside it.</summary>
    internal bool RunsAlone { get; set; }

    /// <summary>When its quarantine ends; null where it is in none.</summary>
    internal DateTimeOffset? RebuildAt { get; set; }

    internal ITimer? RebuildTimer { get; set; }

    /// <summary>What keeps it in memory.</summary>
    internal ResidentHold Hold => State.Phase switch
    {
        ReplicaPhase.Draining or ReplicaPhase.Quarantined => ResidentHold.Leaving,
        _ when State.Leaving => ResidentHold.Leaving,
        _ when Model.IsSpare(this) => ResidentHold.Spare,
        // Until one that is to stay has taken over, what it replaces is there too, but not for good.
        _ when Card.Pinned && Predecessor is null => ResidentHold.Pinned,
        ReplicaPhase.Loading or ReplicaPhase.Warming => ResidentHold.Busy,
        _ when State.Running > 0 || Model.Waits(this) => ResidentHold.Busy,
        _ => ResidentHold.None,
    };

    /// <summary>How it is doing.</summary>
    internal ReplicaStatus Describe() => new(Device, State.Phase) { MemoryBytes = Claim?.Bytes ?? 0, Running = State.Running };
}
