using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Serialization;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Api;

public sealed class ModelTests
{
    private static HostSetup Three => new(
        new ScriptedPlanner(),
        new ScriptedRunner(ScriptedRunner.Echo),
        ListedModels.Card("a", TaskTypes.Summarization),
        ListedModels.Card("owner/b", TaskTypes.Translation),
        ListedModels.Card("owner/c", TaskTypes.Summarization));

    [Fact]
    public async Task Models_are_listed_a_page_at_a_time_and_found_by_what_they_do()
    {
        await using var server = await StartAsync(Three);
        using var client = await server.ClientAsync(Acme);
        var names = new List<string>();
        for (string? next = "/v1/models?limit=2"; next is not null;)
        {
            var page = (await client.GetFromJsonAsync(next, JarvisJsonContext.Default.ListPageModelStatus))!;
            names.AddRange(page.Data.Select(model => model.Card.Id.Value));
            Assert.Equal(page.HasMore, page.Next is not null);
            next = page.Next is null ? null : $"/v1/models?limit=2&after={Uri.EscapeDataString(page.Next)}";
        }

        Assert.Equal(["a", "owner/b", "owner/c"], names.Order());
        var found = (await client.GetFromJsonAsync($"/v1/models?type={TaskTypes.Translation}", JarvisJsonContext.Default.ListPageModelStatus))!;
        Assert.Equal("owner/b", Assert.Single(found.Data).Card.Id.Value);
        var one = await client.GetFromJsonAsync("/v1/models/owner/c", JarvisJsonContext.Default.ModelStatus);
        Assert.Equal("owner/c", one!.Card.Id.Value);
        using var none = await client.GetAsync("/v1/models/owner/d");
        Assert.Equal(ErrorCode.NotFound, (await ProblemAsync(none)).Code);
        using var bad = await client.GetAsync("/v1/models?after=nobody");
        Assert.Equal(ErrorCode.InvalidRequest, (await ProblemAsync(bad)).Code);
    }

    [Fact]
    public async Task Who_runs_Jarvis_has_models_loaded_and_let_go_and_nobody_else()
    {
        await using var server = await StartAsync(Three);
        using var runs = await server.ClientAsync(TenantId.Local);
        using var other = await server.ClientAsync(Acme);

        using var load = await runs.PutAsync("/v1/loaded-models/owner/b", null);
        Assert.Equal(HttpStatusCode.Accepted, load.StatusCode);
        Assert.Equal(ReplicaPhase.Ready, (await runs.GetFromJsonAsync("/v1/models/owner/b", JarvisJsonContext.Default.ModelStatus))!.Replicas.Single().Phase);
        using var refused = await other.DeleteAsync("/v1/loaded-models/owner/b");
        Assert.Equal(ErrorCode.Forbidden, (await ProblemAsync(refused)).Code);
        using var unload = await runs.DeleteAsync("/v1/loaded-models/owner/b");
        Assert.Equal(HttpStatusCode.Accepted, unload.StatusCode);
        Assert.Equal(ReplicaPhase.Unloaded, (await runs.GetFromJsonAsync("/v1/models/owner/b", JarvisJsonContext.Default.ModelStatus))!.Replicas.Single().Phase);
        using var nobody = await runs.PutAsync("/v1/loaded-models/owner/d", null);
        Assert.Equal(ErrorCode.NotFound, (await ProblemAsync(nobody)).Code);
    }

    [Fact]
    public async Task A_page_of_more_models_than_there_may_be_is_refused()
    {
        await using var server = await StartAsync(Three);
        using var client = await server.ClientAsync(Acme);
        using var most = await client.GetAsync("/v1/models?limit=1000");
        most.EnsureSuccessStatusCode();
        using var more = await client.GetAsync("/v1/models?limit=1001");
        Assert.Equal(ErrorCode.InvalidRequest, (await ProblemAsync(more)).Code);
    }

    [Fact]
    public async Task Another_Jarvis_is_told_of_the_models_that_run_here_once_for_as_long_as_they_are_the_same()
    {
        await using var server = await StartAsync(Three with { Cards = [.. Three.Cards, ListedModels.Card("far", TaskTypes.Summarization) with { Device = DeviceKind.Remote }] });
        using var client = await server.ClientAsync(Acme);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/vnd.jarvis.models+json");
        using var list = await client.GetAsync("/v1/models");
        Assert.Equal("application/vnd.jarvis.models+json", list.Content.Headers.ContentType?.MediaType);
        var models = JsonSerializer.Deserialize(await list.Content.ReadAsStringAsync(), JarvisJsonContext.Default.ImmutableArrayModelStatus);
        Assert.Contains(models, model => model.Card.Id.Value == "owner/b");

        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        again.Headers.IfNoneMatch.Add(list.Headers.ETag!);
        using var same = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }
}
