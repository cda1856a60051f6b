using System.Collections.Concurrent;
using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

/// <summary>A runner that says when a batch has begun and waits until it may go on. It doubles numbers.</summary>
public sealed class GatedRunner : IBatchRunner<int, int>
{
    private readonly SemaphoreSlim _began = new(0);
    private readonly SemaphoreSlim _mayEnd = new(0);

    /// <summary>The batches, as they began.</summary>
    public ConcurrentQueue<int[]> Batches { get; } = [];

    /// <summary>What happens to a batch before it is answered.</summary>
    public Action<IReadOnlyList<int>, BatchResults<int>> OnRun { get; set; } = static (_, _) => { };

    public BatchBucket BucketOf(int request) => new("k", request / 1000);

    public void Run(IReadOnlyList<int> requests, BatchResults<int> results, CancellationToken cancellationToken)
    {
        Batches.Enqueue([.. requests]);
        _began.Release();
        Assert.True(_mayEnd.Wait(TimeSpan.FromSeconds(30), cancellationToken), "The test has forgotten the batch.");
        for (var i = 0; i < requests.Count; i++)
        {
            results.Succeed(i, requests[i] * 2);
        }

        OnRun(requests, results);
    }

    /// <summary>Waits until a batch has begun.</summary>
    public async Task BeganAsync() => Assert.True(await _began.WaitAsync(TimeSpan.FromSeconds(30)), "No batch begins.");

    /// <summary>Lets batches end.</summary>
    public void Go(int batches = 1) => _mayEnd.Release(batches);
}
