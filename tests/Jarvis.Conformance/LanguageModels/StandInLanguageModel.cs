using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Jarvis.Conformance.LanguageModels;

/// <summary>
/// A server on this machine that speaks OpenAI's chat completions protocol (platform.openai.com/docs/api-reference/chat) with scripted words:
/// whole or streamed, with structured output or without, with errors, delays and broken connections. It answers OpenAI's paths and Azure's.
/// </summary>
public sealed class StandInLanguageModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<StandInReply> _script = [];
    private readonly ConcurrentQueue<StandInRequest> _requests = [];

    private StandInLanguageModel(WebApplication app) => _app = app;

    /// <summary>What a client's endpoint is set to: http://127.0.0.1:port/v1.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>What has been asked, in order.</summary>
    public IReadOnlyList<StandInRequest> Requests => [.. _requests];

    /// <summary>The only key that is let in; null for any and none.</summary>
    public string? Key { get; set; }

    /// <summary>Whether <c>response_format</c> <c>json_schema</c> is taken; older servers answer 400.</summary>
    public bool TakesJsonSchema { get; set; } = true;

    /// <summary>Whether <c>response_format</c> <c>json_object</c> is taken; the plainest servers answer 400.</summary>
    public bool TakesJsonMode { get; set; } = true;

    /// <summary>Answers what the script has no reply for; by default an error, so that a call too many fails its test.</summary>
    public Func<StandInRequest, StandInReply> Otherwise { get; set; } = _ => new("The script has no more replies.", 500);

    /// <summary>Starts a server on a free port of the loopback address.</summary>
    public static Task<StandInLanguageModel> StartAsync(params StandInReply[] script) => StartAsync(null, script);

    /// <summary>Starts a server on a free port of the loopback address.</summary>
    /// <param name="certificate">For https; null for http.</param>
    /// <param name="script">What it says.</param>
    public static async Task<StandInLanguageModel> StartAsync(X509Certificate2? certificate, params StandInReply[] script)
    {
        var builder = LoopbackServer.NewBuilder(listen: listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
                listen.UseHttps(certificate);
        });
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();

        var app = builder.Build();
        var server = new StandInLanguageModel(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        server.Endpoint = new(LoopbackServer.AddressOf(app), "/v1");
        server.Says(script);
        return server;
    }

    /// <summary>Adds replies, each for one request in turn.</summary>
    public void Says(params StandInReply[] replies) => Array.ForEach(replies, _script.Enqueue);

    /// <summary>Adds words, each the whole answer to one request in turn.</summary>
    public void Says(params string[] texts) => Array.ForEach(texts, text => _script.Enqueue(new(text)));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || !context.Request.Path.Value!.EndsWith("/chat/completions", StringComparison.Ordinal)
            || await ReadAsync(context) is not { } request)
        {
            await StandInWire.WriteErrorAsync(context, new("Unknown request.", 404));
            return;
        }

        _requests.Enqueue(request);
        if (Refusal(request) is { } refusal)
        {
            await StandInWire.WriteErrorAsync(context, refusal);
            return;
        }

        var reply = _script.TryDequeue(out var scripted) ? scripted : Otherwise(request);
        await (reply.Status != 200 ? StandInWire.WriteErrorAsync(context, reply)
            : request.Streams ? StandInWire.WriteStreamAsync(context, request, reply)
            : StandInWire.WriteWholeAsync(context, request, reply));
    }

    private static async Task<StandInRequest?> ReadAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var key = (string?)headers["api-key"] ?? ((string?)headers.Authorization)?.Replace("Bearer ", "", StringComparison.Ordinal);
        var body = await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body, cancellationToken: context.RequestAborted);
        return body is null ? null : new(context.Request.Path + context.Request.QueryString, key, body);
    }

    /// <summary>What a real server says before it comes to the words.</summary>
    private StandInReply? Refusal(StandInRequest request)
    {
        if (Key is not null && request.Key != Key)
            return StandInReply.UnknownKey($"Incorrect API key provided: {request.Key}.");

        return (request.Format, TakesJsonSchema, TakesJsonMode) switch
        {
            ("json_schema", false, _) or ("json_object", _, false) =>
                new($"Invalid parameter: 'response_format' of type '{request.Format}' is not supported with this model.", 400),
            _ => null,
        };
    }
}
