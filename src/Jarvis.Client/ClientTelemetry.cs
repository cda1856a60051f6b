using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Serialization;

namespace Jarvis.Client;

/// <summary>What the client tells of itself: spans of <see cref="Name"/>, and counts and times under the same name. Nothing of what is asked, and no key.</summary>
internal sealed class ClientTelemetry
{
    internal const string Name = "Jarvis.Client";

    private static readonly ActivitySource Source = new(Name);

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _reconnects;
    private readonly TimeProvider _time;

    public ClientTelemetry(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram<double>("jarvis.client.call.duration", "s", "How long calls took, retries among it.");
        _retries = meter.CreateCounter<long>("jarvis.client.retries", "{retry}", "Attempts of calls beyond their first.");
        _reconnects = meter.CreateCounter<long>("jarvis.client.reconnects", "{connection}", "Lost event streams that were opened again.");
        _time = time;
    }

    /// <summary>Watches a call.</summary>
    internal async Task<T> WatchAsync<T>(string call, Func<Task<T>> run)
    {
        using var activity = Source.StartActivity(call, ActivityKind.Client);
        var start = _time.GetTimestamp();
        string? error = null;
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            error = NameOf(failed);
            activity?.SetStatus(ActivityStatusCode.Error, error);
            activity?.SetTag("error.type", error);
            throw;
        }
        finally
        {
            var tags = new TagList { { "jarvis.call", call } };
            if (error is not null)
            {
                tags.Add("error.type", error);
            }

            _duration.Record(_time.GetElapsedTime(start).TotalSeconds, tags);
        }
    }

    internal void CountRetry(string call) => _retries.Add(1, new KeyValuePair<string, object?>("jarvis.call", call));

    internal void CountReconnect() => _reconnects.Add(1);

    private static string NameOf(Exception failed) => failed switch
    {
        JarvisException known => JsonSerializer.SerializeToElement(known.Code, JarvisJsonContext.Default.ErrorCode).GetString()!,
        OperationCanceledException => "cancelled",
        _ => failed.GetType().Name,
    };
}
