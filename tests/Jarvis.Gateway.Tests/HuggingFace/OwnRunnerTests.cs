using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jarvis.Conformance.Hosts;
using Jarvis.Gateway.Tests.Clients;
using Jarvis.Identity;
using Jarvis.Models.Remote.HuggingFace;
using Jarvis.Models.Remote.Peers;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Tasks;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.HuggingFace;

/// <summary>A Jarvis that has the models of another: by what it asks Hugging Face with, and by what it asks its like with.</summary>
public sealed class OwnRunnerTests
{
    private static readonly ImmutableArray<(string Model, string Task)> Models =
    [
        ("echo", TaskTypes.Summarization),
        ("acme/labels", TaskTypes.TextClassification),
        ("answers", TaskTypes.QuestionAnswering),
        ("alike", TaskTypes.SentenceSimilarity),
        ("ears", TaskTypes.AutomaticSpeechRecognition),
        ("mouth", TaskTypes.TextToSpeech),
        ("eyes", TaskTypes.ObjectDetection),
        ("brush", TaskTypes.ImageToImage),
        ("filter", TaskTypes.AudioToAudio),
        ("names", TaskTypes.TokenClassification),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_task_gives_through_another_server_what_it_gives_there(bool isPeer)
    {
        await using var there = await ClientHost.StartAsync();
        await using var here = await BesideAsync(there, isPeer);
        using var near = await here.ClientAsync(Acme);
        using var far = await there.ClientAsync(Acme);
        foreach (var (model, task) in Models)
        {
            var expected = await RunAsync(far, task, model);
            var found = await RunAsync(near, task, isPeer ? $"lab/{model.Replace("/", "--", StringComparison.Ordinal)}" : model);
            foreach (var (port, outputs) in expected.Outputs)
            {
                Assert.Equal(await ContentAsync(far, outputs), await ContentAsync(near, found.Outputs[port]));
            }
        }
    }

    [Fact]
    public async Task What_came_through_too_many_servers_is_a_loop()
    {
        await using var server = await ClientHost.StartAsync();
        using var client = await server.ClientAsync(Acme);
        client.DefaultRequestHeaders.Add("Jarvis-Hops", "4");
        using var run = await client.PostAsJsonAsync("/models/echo", new { inputs = "a" });
        Assert.Equal(HttpStatusCode.LoopDetected, run.StatusCode);
        Assert.NotEmpty(JsonDocument.Parse(await run.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString()!);
    }

    [Theory]
    [InlineData("rival", HttpStatusCode.NotFound)]
    [InlineData("acme", HttpStatusCode.OK)]
    public async Task Only_its_own_tenant_is_worked_for_unless_a_key_rules_over_it(string tenant, HttpStatusCode status)
    {
        await using var server = await ClientHost.StartAsync();
        using var client = await server.ClientAsync(Acme);
        client.DefaultRequestHeaders.Add("Jarvis-Tenant", tenant);
        using var run = await client.PostAsJsonAsync("/models/echo", new { inputs = "a" });
        Assert.Equal(status, run.StatusCode);

        using var ruler = await server.ClientAsync(TenantId.Local);
        ruler.DefaultRequestHeaders.Add("Jarvis-Tenant", tenant);
        using var ruled = await ruler.PostAsJsonAsync("/models/echo", new { inputs = "a" });
        Assert.Equal(HttpStatusCode.OK, ruled.StatusCode);
    }

    private static async Task<GatewayServer> BesideAsync(GatewayServer there, bool isPeer)
    {
        var key = await there.KeyAsync(Acme);
        return await StartAsync(new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo)), services: services => services.AddRemoteModels(options =>
        {
            if (isPeer)
            {
                options.Jarvis["lab"] = new JarvisPeerOptions { Address = there.Address, Key = key };
                return;
            }

            options.HuggingFace.Token = key;
            options.HuggingFace.Endpoint = new Uri(there.Address, "models/");
            foreach (var (model, task) in Models)
            {
                options.HuggingFace.Models.Add(new HuggingFaceModel { Id = model, TaskType = task });
            }
        }));
    }

    /// <summary>Runs a task on what each of its ports takes.</summary>
    private static async Task<TaskResult> RunAsync(HttpClient client, string task, string model)
    {
        var arguments = new Dictionary<string, object>();
        foreach (var port in TaskTypeCatalog.Default.Find(task)!.Inputs.Where(port => port.Required))
        {
            arguments[port.Name] = port.Kind switch
            {
                Jarvis.Media.MediaKind.Image => new { resource = await StoreAsync(client, ClientHost.Point()) },
                Jarvis.Media.MediaKind.Audio => new { resource = await StoreAsync(client, ClientHost.Silence()) },
                _ => "Ada wrote it",
            };
        }

        using var run = await client.PostAsJsonAsync($"/v1/tasks/{task}", new { arguments, model });
        Assert.True(run.IsSuccessStatusCode, $"{model}: {await run.Content.ReadAsStringAsync()}");
        return await ReadAsync(run, JarvisJsonContext.Default.TaskResult);
    }

    private static async Task<string> StoreAsync(HttpClient client, byte[] bytes)
    {
        using var stored = await client.PostAsync("/v1/resources", new ByteArrayContent(bytes));
        return (await ReadAsync(stored, JarvisJsonContext.Default.Resource)).Id.Value;
    }

    /// <summary>What outputs hold, however their JSON is spaced.</summary>
    private static async Task<string> ContentAsync(HttpClient client, ImmutableArray<Resource> outputs)
    {
        var content = await client.GetByteArrayAsync($"/v1/resources/{Assert.Single(outputs).Id}/content");
        return outputs[0].MediaType == "application/json" ? JsonDocument.Parse(content).RootElement.ToString() : Convert.ToBase64String(content);
    }
}
