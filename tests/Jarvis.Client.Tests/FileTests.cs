using Jarvis.Client.Tests.Specs;
using Jarvis.Client.Tests.Support;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Client.Tests.Support.StubServer;

namespace Jarvis.Client.Tests;

/// <summary>Files up and down.</summary>
public sealed class FileTests
{
    private static HostSetup Plain => new(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("echo", TaskTypes.Summarization));
    private static readonly string Stored = $$"""{"id":"{{new string('a', 64)}}","mediaType":"text/plain","length":1,"name":"a.txt"}""";
    private static readonly ResourceId Id = new(new string('a', 64));

    [Fact]
    public async Task A_file_goes_up_and_comes_down_with_its_name_and_its_progress()
    {
        await using var host = await HostOverHttp.StartAsync(Plain, port: 0);
        await using var client = new TestClient(host.Address);
        var bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        var progress = new KeptProgress();

        var stored = await client.Jarvis.UploadAsync(TenantId.Local, new MemoryStream(bytes), "Überblick & mehr.bin", progress, default);
        await using var down = await client.Jarvis.OpenAsync(TenantId.Local, stored.Id, default);
        using var copy = new MemoryStream();
        await down.CopyToAsync(copy);

        Assert.Equal("Überblick & mehr.bin", stored.Name);
        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(progress.Told.Order(), progress.Told);
        Assert.Equal(bytes.Length, progress.Told[^1]);
        Assert.InRange(progress.Told.Count, 2, 1000);
    }

    [Fact]
    public async Task A_file_is_sent_as_it_is_read_and_never_kept()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(async context =>
        {
            _ = await context.Request.Body.ReadAsync(new byte[100]);
            arrived.SetResult();
            await context.Request.Body.CopyToAsync(Stream.Null);
            await Json(Stored, 201)(context);
        });
        await using var client = new TestClient(server.Address);

        // What comes second is there only when the first has arrived.
        var content = new SteppedStream(Task.CompletedTask, arrived.Task.WaitAsync(TestClient.Patience));
        await client.Jarvis.UploadAsync(TenantId.Local, content, "a.txt", default);

        Assert.True(content.IsOpen);
    }

    [Fact]
    public async Task A_file_that_would_be_refused_is_not_sent()
    {
        await using var host = await HostOverHttp.StartAsync(Plain, port: 0);
        await using var client = new TestClient(host.Address, options => options.Key = TestClient.Key);
        var content = new SteppedStream(Task.CompletedTask);

        Assert.Equal(ErrorCode.Unauthorized, (await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.UploadAsync(TenantId.Local, content, "a.txt", default))).Code);
        Assert.Equal(0, content.Reads);
    }

    [Fact]
    public async Task A_file_whose_line_breaks_is_sent_again_from_where_it_stood_if_it_can_be()
    {
        var bodies = new List<string>();
        await using var server = await StartAsync(Keep(CutAsync), Keep(Json(Stored, 201)), CutAsync);
        await using var client = new TestClient(server.Address);
        using var file = new MemoryStream("not this: hello"u8.ToArray()) { Position = 10 };

        await client.Jarvis.UploadAsync(TenantId.Local, file, "a.txt", default);
        var once = await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.UploadAsync(TenantId.Local, new SteppedStream(Task.CompletedTask), "a.txt", default));

        Assert.Equal(["hello", "hello"], bodies);
        Assert.Equal((ErrorCode.FetchFailed, true), (once.Code, once.Retryable));
        Assert.Equal(3, server.Asked.Count);

        RequestDelegate Keep(RequestDelegate then) => async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            await then(context);
        };
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_fails_with_its_own_error()
    {
        await using var host = await HostOverHttp.StartAsync(Plain, port: 0);
        await using var client = new TestClient(host.Address);

        // One that could be sent again is not read again.
        using var file = new UnreadableFile();
        await Assert.ThrowsAsync<InvalidDataException>(() => client.Jarvis.UploadAsync(TenantId.Local, file, "a.txt", default));
        Assert.Equal(1, file.Reads);
        var told = await Assert.ThrowsAsync<InvalidDataException>(
            () => client.Jarvis.UploadAsync(TenantId.Local, new SteppedStream(Task.CompletedTask, Task.FromException(new InvalidDataException("torn"))), "a.txt", default));

        Assert.Equal("torn", told.Message);
        Assert.Equal(0, await host.UsedBytesAsync());
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_leaves_nothing()
    {
        await using var host = await HostOverHttp.StartAsync(Plain, port: 0);
        await using var client = new TestClient(host.Address);
        using var cancel = new CancellationTokenSource();
        var content = new SteppedStream(Task.CompletedTask, cancel.CancelAsync(), new TaskCompletionSource().Task);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Jarvis.UploadAsync(TenantId.Local, content, "a.txt", cancel.Token));
        Assert.Equal(0, await host.UsedBytesAsync());
    }

    [Fact]
    public async Task Who_uploads_is_not_stopped_by_the_time_of_calls_while_it_goes_on()
    {
        var time = new TimersFakeTime();
        await using var server = await StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await Json(Stored, 201)(context);
        });
        await using var client = new TestClient(server.Address, options => options.Timeout = TimeSpan.FromSeconds(10), services => services.AddSingleton<TimeProvider>(time));
        var content = new SteppedStream([Task.CompletedTask, .. Enumerable.Range(0, 5).Select(_ => new Task(() => time.Advance(TimeSpan.FromSeconds(8))))]);

        Assert.Equal(Id, (await client.Jarvis.UploadAsync(TenantId.Local, content, "a.txt", default)).Id);
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_told_and_so_is_one_that_stands_still()
    {
        var time = new TimersFakeTime();
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(Half(CutAfter(seen.Task)), Half(HangAsync));
        await using var client = new TestClient(server.Address, options => options.Timeout = TimeSpan.FromSeconds(11), services => services.AddSingleton<TimeProvider>(time));

        await using var cut = await client.Jarvis.OpenAsync(TenantId.Local, Id, default);
        await cut.ReadExactlyAsync(new byte[4]);
        seen.SetResult();
        var broken = await Assert.ThrowsAsync<JarvisException>(() => cut.CopyToAsync(Stream.Null));
        await using var still = await client.Jarvis.OpenAsync(TenantId.Local, Id, default);
        await still.ReadExactlyAsync(new byte[4]);
        var waits = time.NextTimerAsync(TimeSpan.FromSeconds(11));
        var reading = still.CopyToAsync(Stream.Null);
        await waits.WaitAsync(TestClient.Patience);
        time.Advance(TimeSpan.FromSeconds(11));
        var silent = await Assert.ThrowsAsync<JarvisException>(() => reading.WaitAsync(TestClient.Patience));

        Assert.Equal((ErrorCode.FetchFailed, true), (broken.Code, broken.Retryable));
        Assert.Equal((ErrorCode.DeadlineExceeded, true), (silent.Code, silent.Retryable));

        static RequestDelegate Half(Func<HttpContext, Task> then) => async context =>
        {
            (context.Response.Headers.ETag, context.Response.ContentLength) = ($"\"{Id}\"", 8);
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await then(context);
        };
    }

    [Fact]
    public async Task What_is_not_the_file_is_not_given_as_the_file()
    {
        await using var server = await StartAsync(Json("<html>Pay for this network", type: "text/html"));
        await using var client = new TestClient(server.Address);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.OpenAsync(TenantId.Local, Id, default));

        Assert.Equal(ErrorCode.FetchFailed, told.Code);
    }
}
