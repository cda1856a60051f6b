using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jarvis.Errors;

namespace Jarvis.Models.Process.Isolation;

/// <summary>What a host and a worker process tell each other. A closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Load), "load")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Run), "run")]
[JsonDerivedType(typeof(Stop), "stop")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Done), "done")]
internal abstract record WorkerMessage
{
    private WorkerMessage()
    {
    }

    /// <summary>To the worker, once and first: load a model and warm it up.</summary>
    /// <param name="Card">The model's card.</param>
    /// <param name="Device">Where to.</param>
    /// <param name="Directory">The folder of its files; null where it has none.</param>
    internal sealed record Load(JsonElement Card, string Device, string? Directory = null) : WorkerMessage;

    /// <summary>From the worker: the model is loaded, or cannot be.</summary>
    /// <param name="MemoryBytes">What it holds.</param>
    /// <param name="Error">Why it cannot be; null when it is.</param>
    internal sealed record Ready(long MemoryBytes, JarvisError? Error = null) : WorkerMessage;

    /// <summary>To the worker: run a batch.</summary>
    /// <param name="Batch">A number for it.</param>
    /// <param name="Requests">Its requests.</param>
    internal sealed record Run(long Batch, ImmutableArray<WorkerRequest> Requests) : WorkerMessage;

    /// <summary>To the worker: nobody waits for a batch any more.</summary>
    /// <param name="Batch">Its number.</param>
    internal sealed record Stop(long Batch) : WorkerMessage;

    /// <summary>From the worker: a request got further.</summary>
    /// <param name="Batch">Its batch.</param>
    /// <param name="Request">Its place in the batch.</param>
    /// <param name="Fraction">How much is done, from 0 to 1.</param>
    internal sealed record Progress(long Batch, int Request, double Fraction) : WorkerMessage;

    /// <summary>From the worker: a batch has ended.</summary>
    /// <param name="Batch">Its number.</param>
    /// <param name="Outcomes">One for each request, in order; empty when the batch as a whole failed.</param>
    /// <param name="Error">Why it failed as a whole; null when it did not.</param>
    internal sealed record Done(long Batch, ImmutableArray<WorkerOutcome> Outcomes, JarvisError? Error = null) : WorkerMessage;
}
