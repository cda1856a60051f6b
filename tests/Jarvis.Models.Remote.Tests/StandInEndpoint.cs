using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models.Remote;

/// <summary>A server on this machine that answers as a test says, and remembers what it was asked.</summary>
internal sealed class StandInEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInEndpoint(WebApplication app) => _app = app;

    /// <summary>Answers the next request.</summary>
    internal RequestDelegate Answer { get; set; } = context => Json(context, 500, "{}");

    internal string? Path { get; private set; }

    internal string? Authorization { get; private set; }

    internal string? ContentType { get; private set; }

    internal byte[] Body { get; private set; } = [];

    internal int Requests { get; private set; }

    internal Uri Address { get; private set; } = null!;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal static async Task<StandInEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        var server = new StandInEndpoint(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        server.Address = new(addresses.Single());
        return server;
    }

    internal static async Task Json(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    }

    internal static async Task File(HttpContext context, string mediaType, byte[] bytes)
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
