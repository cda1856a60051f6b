using System.Globalization;
using System.Net;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Orleans.Tests.Postgres;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Processes, a real database and sockets: what people run.</summary>
[Collection(PostgresGroup.Name)]
public sealed class SiloProcessTests(PostgresServer server, ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _resources = Directory.CreateTempSubdirectory("jarvis-resources-");

    /// <summary>How many turns are in flight when silos are killed; 0 where nobody asked for that.</summary>
    internal static int Turns => int.Parse(Environment.GetEnvironmentVariable("JARVIS_CLUSTER_TURNS") ?? "0", CultureInfo.InvariantCulture);

    private Dictionary<string, string> Cluster { get; } = new() { ["ClusterId"] = Guid.NewGuid().ToString("N"), ["ServiceId"] = Guid.NewGuid().ToString("N") };

    public void Dispose() => _resources.Delete(recursive: true);

    [Fact]
    public async Task A_silo_without_its_settings_says_which_are_missing_and_ends()
    {
        var (code, said) = await SiloProcess.RunAsync(new Dictionary<string, string>());

        Assert.Equal(2, code);
        Assert.Contains("Set Jarvis__Silo__Database to a PostgreSQL connection string", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_silo_says_that_it_is_ready_answers_and_ends_in_peace_when_it_is_told_to()
    {
        SetUp();
        await using var silo = await SiloProcess.StartAsync(Cluster);
        using var http = new HttpClient();
        var ready = await http.GetAsync(new Uri(silo.Health, "/health/ready"));
        using var client = await ClusterClient.StartAsync(Cluster);
        var jarvis = client.Services.GetRequiredService<IJarvis>();

        var models = await jarvis.ListModelsAsync(default);
        var events = await ReadAsync(jarvis, await SubmitAsync(jarvis, "c", "What time is it?", []));
        await client.StopAsync();
        var code = await silo.StopAsync();

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.NotEmpty(models);
        Assert.IsType<TurnFinished>(events[^1]);
        Assert.Equal(0, code);
    }

    /// <summary>
    /// Three silos work on turns of two tasks each; one after the other two of them are killed and another joins, and the database is restarted.
    /// <c>JARVIS_CLUSTER_TURNS</c> sets how many turns.
    /// </summary>
    [KillFact]
    public async Task Turns_in_flight_all_end_whole_though_silos_are_killed_and_the_database_is_restarted()
    {
        SetUp();
        var silos = new List<SiloProcess>();
        try
        {
            for (var number = 0; number < 3; number++)
            {
                silos.Add(await SiloProcess.StartAsync(Cluster));
            }

            using var client = await ClusterClient.StartAsync(Cluster);
            var jarvis = client.Services.GetRequiredService<IJarvis>();
            var ended = 0;
            var quarter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var asking = Enumerable.Range(0, Turns).Select(async number =>
            {
                await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "sign.png"));
                var picture = await jarvis.UploadAsync(TenantId.Local, file, "sign.png", default);
                var receipt = await SubmitAsync(jarvis, $"c{number}", "Turn the picture in sign.png by 90 degrees and draw its edges", [picture]);
                var events = await ReadAsync(jarvis, receipt);
                if (Interlocked.Increment(ref ended) == Turns / 4)
                {
                    quarter.TrySetResult();
                }

                return events;
            }).ToList();

            await quarter.Task.WaitAsync(Patience);
            var killed = TimeProvider.System.GetUtcNow();
            await silos[0].KillAsync();
            silos.Add(await SiloProcess.StartAsync(Cluster));
            server.Restart();
            await silos[1].KillAsync();
            var turns = await Task.WhenAll(asking).WaitAsync(2 * Patience);

            var resumed = turns.Where(events => events.OfType<TurnResumed>().Any()).ToList();
            var waits = resumed.Select(events => (events.OfType<TurnResumed>().First().At - killed).TotalSeconds).Order().ToList();
            output.WriteLine(
                $"{turns.Length} turns, {ended} ended; {resumed.Count} lost their silo and went on {waits.FirstOrDefault():0.0} to {waits.LastOrDefault():0.0} s after the first kill; "
                + $"the last ended {(turns.Max(events => events[^1].At) - killed).TotalSeconds:0.0} s after it.");
            var stuck = turns.Where(events => events is not [.., TurnFinished]).ToList();
            Assert.True(stuck.Count == 0, $"{stuck.Count} turns stand still, such as: {string.Join('\n', stuck.FirstOrDefault([]))}");
            Assert.NotEmpty(resumed);
            foreach (var events in turns)
            {
                Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(happened => happened.Sequence));
                Assert.Equal(TurnStatus.Answered, Assert.IsType<TurnFinished>(events[^1]).Status);
                Assert.All(events.OfType<TaskSucceeded>().GroupBy(done => done.Task), of => Assert.Single(of));
            }
        }
        finally
        {
            foreach (var silo in silos)
            {
                await silo.DisposeAsync();
                output.WriteLine(silo.Output[Math.Max(0, silo.Output.Length - 2000)..]);
            }
        }
    }

    private void SetUp()
    {
        Cluster["Database"] = server.ConnectionString;
        Cluster["Resources"] = _resources.FullName;
    }

    /// <summary>Asks as an app does that means it: with a key, again until it is taken.</summary>
    private static async Task<TurnReceipt> SubmitAsync(IJarvis jarvis, string name, string text, Resource[] attachments)
    {
        var request = new TurnRequest(text) { Attachments = [.. attachments], IdempotencyKey = "once" };
        while (true)
        {
            try
            {
                return await jarvis.SubmitAsync(new ConversationId(TenantId.Local, name), request, default);
            }
            catch (JarvisException passing) when (passing.Retryable)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }
        }
    }

    /// <summary>Reads as an app does: on after the last event when it is told to.</summary>
    private static async Task<List<ConversationEvent>> ReadAsync(IJarvis jarvis, TurnReceipt receipt)
    {
        // Ends at last, with what there is: the test says then what is missing.
        var events = new List<ConversationEvent>();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await foreach (var happened in jarvis.ReadEventsAsync(receipt.Turn.Conversation, events.Count, patience.Token))
                {
                    events.Add(happened);
                    if (happened is TurnFinished)
                    {
                        return events;
                    }
                }
            }
            catch (JarvisException passing) when (passing.Retryable)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                return events;
            }
        }
    }
}
