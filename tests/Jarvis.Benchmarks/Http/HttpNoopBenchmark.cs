using System.Net.Http.Headers;
using System.Text;
using Jarvis.Conformance;
using Jarvis.Conversations;
using Jarvis.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Benchmarks.Http;

/// <summary>
/// How often a second callers are answered whose turn does nothing: a task that is run without a plan is a turn of a conversation of its own, in one request. Next to an ASP.NET
/// Core server that gives the same JSON back, asked by the same callers in the same run.
/// </summary>
internal sealed class HttpNoopBenchmark : IBenchmark
{
    private const int Callers = 16;
    private const int Rounds = 5;
    private const double LeastShare = 0.25;
    private const string Body = """{"arguments":{"text":"go"}}""";

    // As long as it takes until the code of a turn is compiled for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public string Name => "http-noop";

    public async Task RunAsync(Report report)
    {
        report.Title("HTTP: turns that do nothing, next to a server that echoes");
        await using var host = await HttpHost.StartAsync();
        await using var echo = await EchoAsync();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Callers });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Key);
        var (turn, bare) = (new Uri(host.Address, $"v1/tasks/{HttpHost.TaskType}"), LoopbackServer.AddressOf(echo));
        await RateAsync(client, turn, WarmUp);
        await RateAsync(client, bare, WarmUp);
        await RepeatedCalls.RateAsync(Callers, WarmUp, () => RunAsync(host.Jarvis));

        var (turns, echoes, near, shares) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            echoes.Add(await RateAsync(client, bare, Duration));
            turns.Add(await RateAsync(client, turn, Duration));
            shares.Add(turns[^1] / echoes[^1]);
            near.Add(await RepeatedCalls.RateAsync(Callers, Duration, () => RunAsync(host.Jarvis)));
        }

        report.AtLeast("turns a second ÷ echoes a second, median", new Samples(shares).Median, LeastShare, "×");
        report.Figure($"turns that do nothing, {Callers} callers", new Samples(turns).Describe("a second"));
        report.Figure("next to: the same in process", new Samples(near).Describe("a second"));
        report.Figure("next to: a bare ASP.NET Core JSON echo", new Samples(echoes).Describe("a second"));
    }

    /// <summary>What the gateway does for such a request.</summary>
    private static async Task RunAsync(IJarvis jarvis)
    {
        var conversation = new ConversationId(TenantId.Local, $"n-{Guid.NewGuid():N}");
        var receipt = await jarvis.SubmitAsync(conversation, new TurnRequest("go") { Tasks = [HttpHost.Noop] }, default);
        await jarvis.ReadTurnAsync(receipt, default).LastAsync();
        await jarvis.DeleteConversationAsync(conversation, default);
    }

    private static Task<double> RateAsync(HttpClient client, Uri address, TimeSpan duration) => RepeatedCalls.RateAsync(Callers, duration, async () =>
    {
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(address, content);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    });

    private static async Task<WebApplication> EchoAsync()
    {
        var app = LoopbackServer.NewBuilder().Build();
        app.MapPost("/", async (HttpContext context) =>
        {
            var body = await context.Request.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>(context.RequestAborted);
            await context.Response.WriteAsJsonAsync(body, context.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }
}
