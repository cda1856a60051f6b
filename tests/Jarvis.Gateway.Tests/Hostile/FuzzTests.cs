using System.Globalization;
using System.Text;
using Jarvis.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>
/// Sends damaged requests to every route. <c>JARVIS_FUZZ_REQUESTS</c> sets how many (2,000 by default), <c>JARVIS_FUZZ_SEED</c> with which numbers: always
/// the same by default.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Usual = 2_000;
    private const int UsualSeed = 20_261;
    private const int Senders = 8;

    [Fact]
    public async Task No_request_whatever_it_is_has_the_server_fail()
    {
        var count = Number("JARVIS_FUZZ_REQUESTS") ?? Usual;
        var seed = Number("JARVIS_FUZZ_SEED") ?? UsualSeed;
        var faults = new FaultLog();
        await using var server = await StartAsync(
            Echo with { Conversations = conversations => conversations.MaxOpenTurns = 1000 },
            options => options.RequestsPerMinute = 10_000_000,
            services => services.AddSingleton<ILoggerProvider>(faults));
        var things = await Things.MakeAsync(server);
        // Made now: of keys that requests may make there is an end.
        using var client = await server.ClientAsync(Acme);
        var own = await server.KeyAsync(Acme);
        string[] keys = [own, own, own, own, await server.KeyAsync(Rival), await server.KeyAsync(TenantId.Local), await server.KeyAsync(TenantId.Local), "jv_none"];
        var routes = KnownRoute.Of(server);
        var statuses = await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            var requests = new MutatedRequests(new Random(seed + sender), routes, things, keys);
            var seen = new Dictionary<string, int>();
            for (var number = 0; number < count / Senders; number++)
            {
                var request = requests.Next();
                var status = await StatusAsync(server, request);
                seen[status] = seen.GetValueOrDefault(status) + 1;
                // What models lack, what is too much at once and what goes in a circle is no fault; nor is a protocol that nobody has.
                Assert.True(
                    status is "" or "501" or "503" or "505" or "507" or "508" || status[0] != '5',
                    $"JARVIS_FUZZ_SEED={seed}, sender {sender}, request {number}: {status}\n{Encoding.Latin1.GetString(request)}\n{faults}");
            }

            return seen;
        })));

        foreach (var status in statuses.SelectMany(seen => seen).GroupBy(seen => seen.Key, seen => seen.Value).OrderBy(status => status.Key))
        {
            output.WriteLine($"{status.Key}: {status.Sum().ToString("N0", CultureInfo.InvariantCulture)}");
        }

        Assert.True(faults.IsEmpty, faults.ToString());
        using var still = await client.GetAsync("/v1/conversations/trip");
        still.EnsureSuccessStatusCode();
    }

    /// <summary>Sends a request and reads until the server has said its status, or closed the connection.</summary>
    private static async Task<string> StatusAsync(GatewayServer server, byte[] request)
    {
        using var connection = await RawConnection.OpenAsync(server.Address);
        await connection.WriteAsync(request);
        var line = await connection.ReadLineAsync();
        return line.Split(' ') is [_, var status, ..] ? status : "";
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
