using System.ClientModel;
using Jarvis.Conformance.LanguageModels;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models.Remote.OpenAI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using OpenAI.Chat;

namespace Jarvis.Benchmarks.Http;

/// <summary>
/// What the gateway adds in front of a language model that thinks for a second and then streams: OpenAI's own client, asking the model directly and through us, and the
/// same turn in this process. Through us the model plans first, at once, a task runs that does nothing, and the answer is the second's. What the model itself takes, from
/// having the request to writing, is told by the model and does not count as ours.
/// </summary>
internal sealed class HttpLanguageModelBenchmark : IBenchmark
{
    private const int Rounds = 20;
    private const int Tokens = 20;
    private const double MostPercent = 1;
    private const double MostOwnMilliseconds = 1;
    private const string Plan = """{"tasks":[{"task":"text-generation","id":0,"dep":[],"args":{"text":"go"}}],"answer":""}""";

    // As long as it takes until the code of a turn, and of the clients, is compiled for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Thinking = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TokenPause = TimeSpan.FromMilliseconds(10);

    private bool _isWarm;
    private long _asked;
    private long _first;
    private long _last;

    public string Name => "http-llm";

    public async Task RunAsync(Report report)
    {
        report.Title("HTTP: what is added to a language model that thinks for a second");
        await using var model = await StandInLanguageModel.StartAsync();
        model.Otherwise = request => request.Format is null ? Answer() : new StandInReply(Plan);
        await using var host = await HttpHost.StartAsync(services => services
            .AddSingleton(new LanguageModelEnvironment([]))
            .AddLanguageModel(options =>
            {
                (options.Endpoint, options.Model) = (model.Endpoint, "small-model");
                options.Provider = LanguageModelProvider.Compatible;
            }));
        var direct = ClientOf(model.Endpoint, "small-model", "none");
        var through = ClientOf(new Uri(host.Address, "openai/v1"), "jarvis", host.Key);
        var (alone, gateway, inProcess) = (new List<Added>(), new List<Added>(), new List<Added>());
        var begun = TimeProvider.System.GetTimestamp();
        for (var round = 0; gateway.Count < Rounds; round++)
        {
            _isWarm = TimeProvider.System.GetElapsedTime(begun) >= WarmUp;
            Added[] added = [await AskAsync(direct), await AskAsync(through), await AskAsync(host.Jarvis, round)];
            if (_isWarm)
            {
                alone.Add(added[0]);
                gateway.Add(added[1]);
                inProcess.Add(added[2]);
            }
        }

        report.Goal("whole answer, added to direct, of direct", Percent(gateway, alone, added => added.Whole, added => added.WholeTook), MostPercent, "%");
        report.Goal("first token, added to direct, of direct", Percent(gateway, alone, added => added.First, added => added.FirstTook), MostPercent, "%");
        report.Goal("the gateway's own: first token after the same turn in process", Median(gateway, added => added.First) - Median(inProcess, added => added.First), MostOwnMilliseconds, "ms");
        report.Goal("the gateway's own: whole answer after the same turn in process", Median(gateway, added => added.Whole) - Median(inProcess, added => added.Whole), MostOwnMilliseconds, "ms");
        report.Figure("beside the model's time, to the first token: through", new Samples(gateway.Select(added => added.First)).Describe("ms"));
        report.Figure("next to: in process", new Samples(inProcess.Select(added => added.First)).Describe("ms"));
        report.Figure("next to: direct", new Samples(alone.Select(added => added.First)).Describe("ms"));
    }

    private static double Median(List<Added> all, Func<Added, double> of) => new Samples(all.Select(of)).Median;

    private static double Percent(List<Added> through, List<Added> direct, Func<Added, double> of, Func<Added, double> took) =>
        100 * (Median(through, of) - Median(direct, of)) / Median(direct, took);

    private static ChatClient ClientOf(Uri endpoint, string model, string key) =>
        new(model, new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = endpoint });

    private StandInReply Answer()
    {
        _asked = TimeProvider.System.GetTimestamp();
        return new(string.Concat(Enumerable.Repeat("word ", Tokens)))
        {
            Cuts = [.. Enumerable.Range(1, Tokens - 1).Select(token => token * 5)],
            Before = (token, cancellationToken) => _isWarm ? Task.Delay(token == 0 ? Thinking : TokenPause, TimeProvider.System, cancellationToken) : Task.CompletedTask,
            Writing = token =>
            {
                _last = TimeProvider.System.GetTimestamp();
                _first = token == 0 ? _last : _first;
            },
        };
    }

    private async Task<Added> AskAsync(ChatClient client)
    {
        var (start, first) = (TimeProvider.System.GetTimestamp(), 0L);
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("go")]))
        {
            if (first == 0 && update.ContentUpdate.Any(part => part.Text.Length > 0))
            {
                first = TimeProvider.System.GetTimestamp();
            }
        }

        return AddedSince(start, first);
    }

    private async Task<Added> AskAsync(IJarvis jarvis, int round)
    {
        var (start, first) = (TimeProvider.System.GetTimestamp(), 0L);
        var receipt = await jarvis.SubmitAsync(new ConversationId(TenantId.Local, $"c{round}"), new TurnRequest("go"), default);
        await foreach (var happened in jarvis.ReadTurnAsync(receipt, default))
        {
            first = first == 0 && happened is AnswerDelta ? TimeProvider.System.GetTimestamp() : first;
            if (happened is TurnFinished { Status: not TurnStatus.Answered } failed)
            {
                throw new InvalidOperationException($"The turn ended {failed.Status}.");
            }
        }

        return AddedSince(start, first);
    }

    private Added AddedSince(long start, long first)
    {
        var time = TimeProvider.System;
        var (firstTook, wholeTook) = (time.GetElapsedTime(start, first).TotalMilliseconds, time.GetElapsedTime(start).TotalMilliseconds);
        return new(
            firstTook - time.GetElapsedTime(_asked, _first).TotalMilliseconds, firstTook, wholeTook - time.GetElapsedTime(_asked, _last).TotalMilliseconds, wholeTook);
    }

    /// <summary>Milliseconds to the first token and to the end: beside the model's own, and in all.</summary>
    private sealed record Added(double First, double FirstTook, double Whole, double WholeTook);
}
