using System.IO.Compression;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>What servers send that is too much, too slow or of the wrong kind.</summary>
public sealed class FetchLimitTests
{
    private const int Limit = 1 << 20;

    [Fact]
    public async Task A_file_with_one_byte_too_many_is_refused_and_one_of_the_limit_is_not()
    {
        await using var desk = await FetchFixture.StartAsync(options => options.MaxLength = Limit);
        desk.Web.Answer = context => StandInEndpoint.File(context, "text/plain", Text(Limit + 1));
        await desk.RefusesAsync(ErrorCode.TooLarge, "http://web.test.net/a");

        desk.Web.Answer = context => StandInEndpoint.File(context, "text/plain", Text(Limit));
        Assert.Equal(Limit, (await desk.FetchAsync("http://web.test.net/a")).Length);
    }

    [Fact]
    public async Task A_length_that_is_said_to_be_too_much_is_refused_before_a_byte_is_read()
    {
        await using var desk = await FetchFixture.StartAsync(options => options.MaxLength = Limit);
        desk.Web.Answer = async context =>
        {
            context.Response.ContentLength = Limit + 1;
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        await desk.RefusesAsync(ErrorCode.TooLarge, "http://web.test.net/a");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task What_unpacks_to_too_much_is_stopped_at_the_limit(string encoding)
    {
        await using var desk = await FetchFixture.StartAsync(options => options.MaxLength = Limit);
        desk.Web.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return StandInEndpoint.File(context, "text/plain", Pack(encoding, Text(64 << 20)));
        };

        await desk.RefusesAsync(ErrorCode.TooLarge, "http://web.test.net/a");

        desk.Web.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return StandInEndpoint.File(context, "text/plain", Pack(encoding, "hello"u8.ToArray()));
        };
        Assert.Equal("hello", (await desk.FetchAsync("http://web.test.net/a")).Text);
    }

    [Fact]
    public async Task What_is_packed_twice_is_not_unpacked_twice()
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Web.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = "gzip, gzip";
            return StandInEndpoint.File(context, "text/plain", Pack("gzip", Pack("gzip", Text(1000))));
        };

        await desk.RefusesAsync(ErrorCode.UnsupportedMedia, "http://web.test.net/a");
    }

    [Fact]
    public async Task What_cannot_be_unpacked_is_told_of()
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Web.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return StandInEndpoint.File(context, "text/plain", "no gzip at all, by no means"u8.ToArray());
        };

        await desk.RefusesAsync(ErrorCode.FetchFailed, "http://web.test.net/a");
    }

    [Fact]
    public async Task A_server_that_breaks_off_leaves_nothing()
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Web.Answer = async context =>
        {
            context.Response.ContentLength = 1_000_000;
            await context.Response.Body.WriteAsync(Text(500_000));
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        Assert.True((await desk.RefusesAsync(ErrorCode.FetchFailed, "http://web.test.net/a")).Retryable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_takes_its_time_is_given_up(bool begins)
    {
        await using var desk = await FetchFixture.StartAsync();
        var asked = new TaskCompletionSource();
        desk.Web.Answer = async context =>
        {
            if (begins)
                await context.Response.Body.WriteAsync(Text(100_000));

            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var refused = desk.RefusesAsync(ErrorCode.DeadlineExceeded, "http://web.test.net/a");
        await asked.Task;
        desk.Time.Advance(TimeSpan.FromSeconds(61));

        await refused;
    }

    [Fact]
    public async Task More_fetches_than_may_run_at_once_wait()
    {
        await using var desk = await FetchFixture.StartAsync(options => options.MaxConcurrency = 1);
        var (first, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        desk.Web.Answer = async context =>
        {
            first.TrySetResult();
            await go.Task;
            await StandInEndpoint.File(context, "text/plain", "hello"u8.ToArray());
        };

        var fetches = new[] { desk.FetchAsync("http://web.test.net/a"), desk.FetchAsync("http://web.test.net/b") };
        await first.Task;
        Assert.Single(desk.Connector.Dialled);
        go.SetResult();
        await Task.WhenAll(fetches);

        Assert.Equal(2, desk.Connector.Dialled.Count);
    }

    [Fact]
    public async Task Somebody_who_stops_waiting_is_not_told_of_a_deadline()
    {
        await using var desk = await FetchFixture.StartAsync();
        using var stop = new CancellationTokenSource();
        desk.Web.Answer = async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.FetchAsync("http://web.test.net/a", stop.Token));
        Assert.Empty(desk.Stored);
    }

    [Fact]
    public async Task More_headers_than_are_read_are_refused()
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Web.Answer = context =>
        {
            for (var i = 0; i < 100; i++)
                context.Response.Headers[$"X-{i}"] = new string('x', 1000);

            return Task.CompletedTask;
        };

        await desk.RefusesAsync(ErrorCode.FetchFailed, "http://web.test.net/a");
    }

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "a zip", [.. "PK\u0003\u0004"u8, .. new byte[60]] },
        { "a program", [0x7f, .. "ELF\u0002\u0001\u0001"u8, .. new byte[60]] },
        { "bytes of no type", [0, 1, 2, 3, 4, 5] },
        { "a playlist", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8.ToArray() },
        { "a list of files", "ffconcat version 1.0\nfile '/etc/passwd'\n"u8.ToArray() },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_no_task_takes_is_refused_whatever_the_server_calls_it(string what, byte[] bytes)
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Web.Answer = context => StandInEndpoint.File(context, "image/png", bytes);

        var error = await desk.RefusesAsync(ErrorCode.UnsupportedMedia, "http://web.test.net/a.png");

        Assert.True(error.Message.Contains("a.png", StringComparison.Ordinal), what);
    }

    private static byte[] Text(int length)
    {
        var text = new byte[length];
        text.AsSpan().Fill((byte)'a');
        return text;
    }

    private static byte[] Pack(string encoding, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
            _ => new BrotliStream(packed, CompressionLevel.Fastest),
        })
            packer.Write(bytes);

        return packed.ToArray();
    }
}
