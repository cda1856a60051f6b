using System.Collections.Concurrent;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Limits;

/// <summary>
/// Counts the requests of each caller in a minute of the clock, and says in every answer how many are left. Callers are keys; who has none counts by
/// address. Thread-safe.
/// </summary>
/// <param name="options">How many there may be.</param>
/// <param name="time">The clock.</param>
internal sealed class CallerRates(IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>The most callers that are counted apart; those beyond share one count.</summary>
    internal const int MaxCallers = 100_000;

    private const int Seconds = 60;

    private Window _window = new(0);

    /// <summary>Counts a request.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.QuotaExceeded"/>, with when the minute ends.</exception>
    internal void Take(HttpContext context, Caller? caller)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var window = Current(now / Seconds);
        var name = caller is null ? $"from {context.Connection.RemoteIpAddress}" : $"key {caller.KeyId}";
        if (window.Counts.Count >= MaxCallers && !window.Counts.ContainsKey(name))
        {
            name = "others";
        }

        var count = window.Counts.AddOrUpdate(name, 1, static (_, count) => count + 1);
        var most = options.Value.RequestsPerMinute;
        var end = Seconds - (now % Seconds);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"caller\";q={most};w={Seconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"caller\";r={Math.Max(0, most - count)};t={end}");
        if (count > most)
        {
            throw new JarvisException(
                ErrorCode.QuotaExceeded,
                string.Create(CultureInfo.InvariantCulture, $"More than {most:N0} requests came in a minute; wait {end} s, and follow events instead of asking again and again."),
                retryable: true)
            {
                RetryAfter = TimeSpan.FromSeconds(end),
            };
        }
    }

    private Window Current(long minute)
    {
        var window = Volatile.Read(ref _window);
        if (window.Minute == minute)
        {
            return window;
        }

        var next = new Window(minute);
        return Interlocked.CompareExchange(ref _window, next, window) is var found && ReferenceEquals(found, window) ? next : found;
    }

    private sealed record Window(long Minute)
    {
        internal ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);
    }
}
