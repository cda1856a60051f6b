namespace Jarvis.Models.Serving;

/// <summary>How a replica takes requests.</summary>
/// <param name="Name">What it runs, for messages: they begin with it.</param>
public sealed record ReplicaWorkerOptions(string Name)
{
    /// <summary>The most requests that wait, from 1; 1,024 by default.</summary>
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>What batches cost, as a profile found it; its ceiling is the largest batch. Null, the default, learns it up to 32.</summary>
    public BatchCosts? Costs { get; init; }

    /// <summary>How batches are made; by default adaptively, with a second from a request's coming to its end.</summary>
    public IBatchPolicy Batching { get; init; } = new AdaptiveBatchPolicy(TimeSpan.FromSeconds(1));

    /// <summary>Who may wait; by default what can make its deadline.</summary>
    public IAdmissionPolicy Admission { get; init; } = new DeadlineAdmissionPolicy();
}
