using Jarvis.Conformance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Jarvis.Client.Tests.Support;

/// <summary>A server that answers as a test says, which is hardly ever as Jarvis does. What it does not answer is cut off.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Queue<RequestDelegate> _answers;
    private readonly Lock _lock = new();
    private readonly List<string> _asked = [];

    private StubServer(WebApplication app, RequestDelegate[] answers) => (_app, _answers) = (app, new(answers));

    internal Uri Address { get; private set; } = null!;

    /// <summary>What was asked for, in order: method, path and query.</summary>
    internal IReadOnlyList<string> Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    /// <param name="answers">The answers of the requests as they come; the last one is given to all that follow.</param>
    internal static async Task<StubServer> StartAsync(params RequestDelegate[] answers)
    {
        var builder = LoopbackServer.NewBuilder(listen: static listen => listen.Protocols = HttpProtocols.Http1);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        var server = new StubServer(app, answers);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        server.Address = LoopbackServer.AddressOf(app);
        return server;
    }

    internal static RequestDelegate Json(string json, int status = 200, string type = "application/json", Action<IHeaderDictionary>? headers = null) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        headers?.Invoke(context.Response.Headers);
        await context.Response.WriteAsync(json);
    };

    /// <summary>Events, and then what follows them.</summary>
    internal static RequestDelegate Told(string text, Func<HttpContext, Task>? then = null) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
        await (then?.Invoke(context) ?? Task.CompletedTask);
    };

    /// <summary>An event that says hardly anything.</summary>
    internal static string Event(long sequence) => $$"""
        id: {{sequence}}
        event: plan-started
        data: {"type":"plan-started","planner":"offline","sequence":{{sequence}},"at":"2026-01-01T00:00:00+00:00","turn":1}


        """.ReplaceLineEndings("\n");

    internal static Task CutAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Cuts off when something has happened: what was sent before might else be lost with the line.</summary>
    internal static Func<HttpContext, Task> CutAfter(Task happened) => async context =>
    {
        await happened;
        context.Abort();
    };

    /// <summary>Says nothing until the caller goes.</summary>
    internal static Task HangAsync(HttpContext context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        lock (_lock)
        {
            _asked.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            return (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(context);
        }
    }
}
