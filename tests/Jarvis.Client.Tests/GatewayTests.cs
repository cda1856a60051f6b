using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Jarvis.Client.Tests.Specs;
using Jarvis.Client.Tests.Support;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Client.Tests;

/// <summary>What the client does with a real server beyond what every Jarvis does.</summary>
public sealed class GatewayTests
{
    private static readonly TenantId Acme = new("acme");
    private static readonly PlannedTask Summary = new(0, TaskTypes.Summarization) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("hello")) };

    private static HostSetup Echo => new(new ScriptedPlanner(Summary), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("echo", TaskTypes.Summarization));

    [Fact]
    public async Task A_call_that_names_another_tenant_than_the_keys_is_refused_and_does_nothing()
    {
        await using var host = await HostOverHttp.StartAsync(Echo, port: 0);
        var key = await host.KeyAsync(Acme);
        await using var client = new TestClient(host.Address, options => options.Key = key);
        var jarvis = client.Jarvis;
        Func<Task>[] calls =
        [
            () => client.SubmitAsync(), () => client.ReadAsync(1), () => jarvis.UploadAsync(TenantId.Local, new MemoryStream([1]), "a", default), () => jarvis.GetAsync(TestClient.Conversation, default),
            () => jarvis.ListConversationsAsync(TenantId.Local, 1, null, default), () => jarvis.RunTaskAsync(TenantId.Local, Summary, null, default),
        ];

        foreach (var call in calls)
        {
            var told = await Assert.ThrowsAsync<JarvisException>(call);
            Assert.Equal(ErrorCode.Forbidden, told.Code);
            Assert.Contains("'acme'", told.Message, StringComparison.Ordinal);
            Assert.NotNull(told.RequestId);
        }

        Assert.Equal(0, await host.UsedBytesAsync());
        Assert.Empty((await jarvis.ListConversationsAsync(Acme, 10, null, default)).Conversations);
    }

    [Fact]
    public async Task One_task_is_run_on_texts_files_and_lists()
    {
        await using var host = await HostOverHttp.StartAsync(Echo, port: 0);
        await using var client = new TestClient(host.Address);
        var file = await client.Jarvis.UploadAsync(TenantId.Local, new MemoryStream("from a file"u8.ToArray()), "a.txt", default);

        var text = await client.Jarvis.RunTaskAsync(TenantId.Local, Summary, TimeSpan.FromMinutes(1), default);
        var stored = await client.Jarvis.RunTaskAsync(TenantId.Local, With(new ResourceArgument(file.Id)), null, default);
        var wrong = await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.RunTaskAsync(TenantId.Local, With(new OutputArgument(1)), null, default));
        var none = await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.RunTaskAsync(TenantId.Local, new PlannedTask(0, "no/such"), null, default));

        Assert.Equal("echo(hello)", text.Outputs["text"].Single().Text);
        Assert.Equal("echo(from a file)", stored.Outputs["text"].Single().Text);
        Assert.Equal((ErrorCode.InvalidRequest, ErrorCode.NotFound), (wrong.Code, none.Code));

        static PlannedTask With(Argument argument) => Summary with { Arguments = Summary.Arguments.SetItem("text", argument) };
    }

    [Fact]
    public async Task A_link_opens_the_file_without_a_key()
    {
        await using var host = await HostOverHttp.StartAsync(Echo, port: 0);
        await using var client = new TestClient(host.Address);
        var file = await client.Jarvis.UploadAsync(TenantId.Local, new MemoryStream("shared"u8.ToArray()), "a.txt", default);

        var link = await client.Jarvis.CreateLinkAsync(TenantId.Local, file.Id, TimeSpan.FromMinutes(10), LinkDisposition.Inline, default);

        using var http = new HttpClient();
        Assert.Equal("shared", await http.GetStringAsync(link.Address));
        Assert.True(link.ExpiresAt > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task What_was_used_is_told_by_day()
    {
        await using var host = await HostOverHttp.StartAsync(Echo, port: 0);
        await using var client = new TestClient(host.Address);
        await client.Jarvis.ReadTurnAsync(await client.SubmitAsync(), default).LastAsync();

        var usage = await client.Jarvis.GetUsageAsync(2, default);

        Assert.Equal([1, 0], usage.Select(day => day.Turns));
        Assert.Equal(TenantId.Local, usage[0].Tenant);
    }

    [Fact]
    public async Task Calls_are_traced_and_counted_with_what_became_of_them()
    {
        var spans = new List<(string, ActivityStatusCode)>();
        var times = new List<(string?, string?)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Jarvis.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (spans)
                    spans.Add((activity.OperationName, activity.Status));
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener { InstrumentPublished = (instrument, own) => Listen(instrument, own) };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            lock (times)
                times.Add((Of(tags, "jarvis.call"), Of(tags, "error.type")));
        });
        meters.Start();
        await using var host = await HostOverHttp.StartAsync(Echo, port: 0);
        await using var client = new TestClient(host.Address);

        await client.SubmitAsync();
        await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.GetTurnAsync(TestClient.Conversation.Turn(99), default));

        // Other tests make calls too.
        Assert.Contains(("Submit", ActivityStatusCode.Unset), Snapshot(spans));
        Assert.Contains(("GetTurn", ActivityStatusCode.Error), Snapshot(spans));
        Assert.Contains(("GetTurn", "not_found"), Snapshot(times));

        static void Listen(Instrument instrument, MeterListener listener)
        {
            if (instrument.Name == "jarvis.client.call.duration")
                listener.EnableMeasurementEvents(instrument);
        }

        static string? Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
        {
            foreach (var tag in tags)
            {
                if (tag.Key == name)
                    return (string?)tag.Value;
            }

            return null;
        }

        static List<T> Snapshot<T>(List<T> list)
        {
            lock (list)
                return [.. list];
        }
    }

    [Fact]
    public async Task More_models_than_a_page_has_are_all_listed()
    {
        await using var host = await HostOverHttp.StartAsync(
            new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo), [.. Enumerable.Range(0, 1_200).Select(number => ListedModels.Card($"m{number}", TaskTypes.Summarization))]), port: 0);
        await using var client = new TestClient(host.Address);

        Assert.Equal(1_200, (await client.Jarvis.ListModelsAsync(default)).Select(model => model.Card.Id).Distinct().Count());
    }
}
