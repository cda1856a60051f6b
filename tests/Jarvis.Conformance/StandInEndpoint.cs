using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Jarvis.Conformance;

/// <summary>A server on this machine that answers as a test says, and remembers what it was asked.</summary>
public sealed class StandInEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInEndpoint(WebApplication app) => _app = app;

    /// <summary>Answers the next request.</summary>
    public RequestDelegate Answer { get; set; } = context => Json(context, 500, "{}");

    /// <summary>The path of the newest request.</summary>
    public string? Path { get; private set; }

    /// <summary>Its authorization.</summary>
    public string? Authorization { get; private set; }

    /// <summary>Its media type.</summary>
    public string? ContentType { get; private set; }

    /// <summary>Its body.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>How many there were.</summary>
    public int Requests { get; private set; }

    /// <summary>Where it is, without a path.</summary>
    public Uri Address { get; private set; } = null!;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Starts a server on a free port of the loopback address.</summary>
    public static async Task<StandInEndpoint> StartAsync()
    {
        var app = LoopbackServer.NewBuilder(listen: static listen => listen.Protocols = HttpProtocols.Http1).Build();
        var server = new StandInEndpoint(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        server.Address = LoopbackServer.AddressOf(app);
        return server;
    }

    /// <summary>Answers with JSON.</summary>
    public static async Task Json(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    }

    /// <summary>Answers with a file.</summary>
    public static async Task File(HttpContext context, string mediaType, byte[] bytes)
    {
        context.Response.ContentType = mediaType;
        await context.Response.Body.WriteAsync(bytes);
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Requests++;
        Body = body.ToArray();
        Path = context.Request.Path;
        Authorization = context.Request.Headers.Authorization;
        ContentType = context.Request.ContentType;
        await Answer(context);
    }
}
