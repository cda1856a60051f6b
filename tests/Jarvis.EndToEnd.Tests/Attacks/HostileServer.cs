using System.IO.Compression;
using Jarvis.Conformance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>A web server of this machine that does what hostile ones do.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostileServer(WebApplication app) => _app = app;

    /// <summary>Such as <c>127.0.0.1:40000</c>.</summary>
    internal string Authority { get; private set; } = "";

    internal static async Task<HostileServer> StartAsync()
    {
        var app = LoopbackServer.NewBuilder().Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new(app) { Authority = LoopbackServer.AddressOf(app).Authority };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/redirect" => RedirectAsync(context, context.Request.Query["to"]!),
        "/round" => RedirectAsync(context, "/round"),
        "/bomb.txt" => BombAsync(context),
        "/large.txt" => context.Response.Body.WriteAsync(Text(4 << 20)).AsTask(),
        "/claims-large.txt" => ClaimAsync(context),
        "/slow.txt" => SlowAsync(context),
        "/broken.txt" => BreakAsync(context),
        "/headers.txt" => FloodAsync(context),
        "/notes.zip" => context.Response.Body.WriteAsync((byte[])[.. "PK\u0003\u0004"u8, .. new byte[60]]).AsTask(),
        "/notes.gz" => context.Response.Body.WriteAsync((byte[])[0x1F, 0x8B, 8, .. new byte[60]]).AsTask(),
        "/picture.png" => WriteAsync(context, "image/png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8),
        "/program.png" => WriteAsync(context, "image/png", [0x7f, .. "ELF\u0002\u0001\u0001"u8, .. new byte[60]]),
        "/list.mp4" => WriteAsync(context, "video/mp4", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8),
        "/empty.txt" => Task.CompletedTask,
        "/private.png" => StatusAsync(context, 401),
        "/late.png" => StatusAsync(context, 503),
        _ => StatusAsync(context, 404),
    };

    private static byte[] Text(int length)
    {
        var text = new byte[length];
        text.AsSpan().Fill((byte)'a');
        return text;
    }

    private static Task WriteAsync(HttpContext context, string mediaType, ReadOnlySpan<byte> bytes)
    {
        context.Response.ContentType = mediaType;
        return context.Response.Body.WriteAsync(bytes.ToArray()).AsTask();
    }

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private static async Task BombAsync(HttpContext context)
    {
        using var packed = new MemoryStream();
        await using (var packer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await packer.WriteAsync(Text(64 << 20));
        }

        context.Response.Headers.ContentEncoding = "gzip";
        await context.Response.Body.WriteAsync(packed.ToArray());
    }

    private static async Task ClaimAsync(HttpContext context)
    {
        context.Response.ContentLength = 1L << 40;
        await context.Response.Body.WriteAsync(Text(100));
        await SlowAsync(context);
    }

    private static async Task SlowAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task BreakAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.Body.WriteAsync(Text(100));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static Task FloodAsync(HttpContext context)
    {
        for (var number = 0; number < 200; number++)
        {
            context.Response.Headers[$"X-{number}"] = new string('x', 1000);
        }

        return Task.CompletedTask;
    }
}
