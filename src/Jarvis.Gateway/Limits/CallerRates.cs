using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Jarvis.Errors;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Limits;

/// <summary>
/// Counts the requests of each caller in a minute of the clock, and says in every answer how many are left. Callers are keys, of which there are as many as were
/// made; who has none counts by address, in IPv6 by the 64 bits that one network has. Thread-safe.
/// </summary>
/// <param name="options">How many there may be.</param>
/// <param name="time">The clock.</param>
internal sealed class CallerRates(IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>The most addresses that are counted apart; those beyond share one count.</summary>
    internal const int MaxAddresses = 100_000;

    private const int NetworkBytes = 8;

    private const int Seconds = 60;

    private Window _window = new(0);

    /// <summary>Counts a request.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.QuotaExceeded"/>, with when the minute ends.</exception>
    internal void Take(HttpContext context, Caller? caller)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var window = Current(now / Seconds);
        var count = caller is null ? window.CountOf(Network(context.Connection.RemoteIpAddress)) : window.Keys.AddOrUpdate(caller.KeyId, 1, static (_, count) => count + 1);
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

    /// <summary>An address, or the network of one that could as well have had any other of it.</summary>
    private static string Network(IPAddress? address) => address switch
    {
        null => "nowhere",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
        _ => address.MapToIPv4().ToString(),
    };

    private sealed record Window(long Minute)
    {
        private readonly ConcurrentDictionary<string, int> _addresses = new(StringComparer.Ordinal);
        private int _apart;

        internal ConcurrentDictionary<string, int> Keys { get; } = new(StringComparer.Ordinal);

        internal int CountOf(string address)
        {
            if (!_addresses.ContainsKey(address) && Interlocked.Increment(ref _apart) > MaxAddresses)
            {
                address = "others";
            }

            return _addresses.AddOrUpdate(address, 1, static (_, count) => count + 1);
        }
    }
}
