using Jarvis.Models.Serving;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>Profiles networks, and keeps what came of it for the next time.</summary>
/// <param name="options">How long it may take, and when.</param>
/// <param name="factory">Knows the device.</param>
/// <param name="known">What was found before.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what was found.</param>
internal sealed partial class NetworkProfiler(
    IOptions<OnnxOptions> options, OnnxSessionFactory factory, KnownProfiles known, TimeProvider time, ILogger<NetworkProfiler> logger)
{
    /// <summary>Weights above this are not held once more for each number of threads: only batches are measured then.</summary>
    private const long MaxBytes = 64L << 20;

    /// <summary>A network, or a machine, that is so slow that it takes this many times the budget is left as it is for a while.</summary>
    private const int Patience = 5;

    /// <summary>Whether anything is profiled.</summary>
    public bool IsOn => options.Value.ProfileBudget > TimeSpan.Zero;

    /// <summary>How long a network is to have nothing to do before it is profiled.</summary>
    public TimeSpan After => options.Value.ProfileAfter;

    /// <summary>What is known of a network from before; null for nothing, or where nothing is profiled.</summary>
    /// <param name="plan">The network's part.</param>
    public LoadProfile? Find<TRequest>(ProfilePlan<TRequest> plan) => IsOn ? known.Find(KeyOf(plan), options.Value.Threads, plan.Largest) : null;

    /// <summary>Measures a network on sessions of its own.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was found, and the network opened so; null where it cannot be measured.</returns>
    /// <exception cref="OperationCanceledException">It was ended, or took far too long.</exception>
    public (LoadProfile Profile, OpenNetwork<TRequest, TResult> Network)? Measure<TRequest, TResult>(
        NetworkPlan<TRequest, TResult> plan, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.ProfileBudget * Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var opened = new Dictionary<int, OpenNetwork<TRequest, TResult>>();
        LoadProfile? found = null;
        try
        {
            foreach (var threads in ThreadsToTry(plan.Profile!.Bytes))
            {
                opened.Add(threads, plan.Open(threads));
            }

            found = new LoadProfiler(time).Measure(
                opened.ToDictionary(network => network.Key, network => RunOf(network.Value.Runner, plan.Profile.Typical, either.Token)),
                Math.Min(plan.Profile.Largest, opened.Values.First().MaxBatch),
                options.Value.ProfileBudget,
                either.Token);
            known.Keep(KeyOf(plan.Profile), found);
            LogFound(plan.Name, found.Threads, found.Costs.Ceiling, found.Costs[found.Costs.Ceiling].TotalMilliseconds);
            return (found, opened[found.Threads]);
        }
#pragma warning disable CA1031 // A profile is never worth a model: whatever is wrong with measuring it, it runs as before.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotFound(plan.Name, exception);
            return null;
        }
        finally
        {
            foreach (var (threads, network) in opened)
            {
                if (threads != found?.Threads)
                {
                    network.Dispose();
                }
            }
        }
    }

    private List<int> ThreadsToTry(long bytes)
    {
        var most = options.Value.Threads;
        return bytes > MaxBytes || factory.Device != Identity.DeviceId.Cpu ? [most] : [.. BatchCosts.SizesUpTo(most)];
    }

    private string KeyOf<TRequest>(ProfilePlan<TRequest> plan) => known.KeyOf(
        $"{plan.Files}\n{plan.Largest}\n{options.Value.Threads}\n{options.Value.Spinning}\n{factory.Device}\n{OnnxSessionFactory.RuntimeVersion}");

    private static Action<int> RunOf<TRequest, TResult>(IBatchRunner<TRequest, TResult> runner, Func<TRequest> typical, CancellationToken cancellationToken) => size =>
    {
        var requests = new TRequest[size];
        for (var i = 0; i < size; i++)
        {
            requests[i] = typical();
        }

        var results = new BatchResults<TResult>(size);
        runner.Run(requests, results, cancellationToken);
        for (var i = 0; i < size; i++)
        {
            (results.ValueOf(i) as IDisposable)?.Dispose();
        }
    };

    [LoggerMessage(1, LogLevel.Information, "{Network} runs best with {Threads} threads and batches up to {Ceiling}, which then take {Milliseconds:0.0} ms.")]
    private partial void LogFound(string network, int threads, int ceiling, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "{Network} could not be profiled and runs as before.")]
    private partial void LogNotFound(string network, Exception reason);
}
