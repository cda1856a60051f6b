using Jarvis.Client;
using Jarvis.Conversations;
using Jarvis.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Benchmarks.Http;

/// <summary>How long it takes from asking to the first event, over HTTP with the client library next to in process.</summary>
internal sealed class HttpFirstEventBenchmark : IBenchmark
{
    private const int WarmRounds = 100;
    private const int Rounds = 400;
    private const double LimitMilliseconds = 5;

    public string Name => "http-first-event";

    public async Task RunAsync(Report report)
    {
        report.Title("HTTP: from asking to the first event, next to in process");
        await using var host = await HttpHost.StartAsync();
        await using var services = host.NewClient();
        var client = services.GetRequiredService<JarvisClient>();
        var (near, far) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmRounds + Rounds; round++)
        {
            var (inProcess, overHttp) = (await FirstAsync(host.Jarvis, $"n{round}"), await FirstAsync(client, $"f{round}"));
            if (round >= WarmRounds)
            {
                near.Add(inProcess);
                far.Add(overHttp);
            }
        }

        var (alone, through) = (new Samples(near), new Samples(far));
        report.Goal("first event over HTTP after that in process, median", through.Median - alone.Median, LimitMilliseconds, "ms");
        report.Figure("the same, 99th percentile of both", $"{through.Quantile(0.99) - alone.Quantile(0.99):0.###} ms");
        report.Figure("over HTTP", through.Describe("ms"));
        report.Figure("next to: in process", alone.Describe("ms"));
    }

    private static async Task<double> FirstAsync(IJarvis jarvis, string conversation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var receipt = await jarvis.SubmitAsync(new ConversationId(TenantId.Local, conversation), new TurnRequest("go"), default);
        await using var events = jarvis.ReadTurnAsync(receipt, default).GetAsyncEnumerator();
        await events.MoveNextAsync();
        var took = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        while (await events.MoveNextAsync())
        {
            // To its end, so that no turn runs beside the next.
        }

        return took;
    }
}
