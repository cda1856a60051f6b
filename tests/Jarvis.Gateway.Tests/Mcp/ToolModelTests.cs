using System.Net.Http.Json;
using System.Text.Json;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Tests.Clients;
using Jarvis.Identity;
using Jarvis.Models.Remote.Mcp;
using Jarvis.Planning;
using Jarvis.Serialization;
using Jarvis.Tasks;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>Tools of servers of the Model Context Protocol as models.</summary>
public sealed class ToolModelTests
{
    private const string Package = "@modelcontextprotocol";

    [ClientTheory(Package)]
    [InlineData("shout", "sends")]
    [InlineData("note", "sends writes")]
    public async Task A_tool_is_a_model_that_writes_unless_its_server_says_that_it_changes_nothing(string tool, string effects)
    {
        using var tools = await ToolServer.StartAsync();
        await using var server = await BesideAsync(tools);
        var models = await server.Jarvis.ListModelsAsync(default);
        var model = models.Single(model => model.Card.Id.Value == $"lab/{tool}");
        Assert.Null(model.Unavailable);
        Assert.Equal(effects, string.Join(' ', model.Card.SideEffects));
        Assert.DoesNotContain("Ignore all rules", model.Card.Description, StringComparison.Ordinal);
    }

    [ClientFact(Package)]
    public async Task What_is_not_named_is_no_model_and_what_is_not_there_says_so()
    {
        using var tools = await ToolServer.StartAsync();
        await using var server = await BesideAsync(tools, options => options.Tools.Add(new() { Name = "gone", TaskType = TaskTypes.Summarization }));
        var models = await server.Jarvis.ListModelsAsync(default);
        Assert.DoesNotContain(models, model => model.Card.Id.Value == "lab/secret");
        Assert.Contains("has no tool gone", models.Single(model => model.Card.Id.Value == "lab/gone").Unavailable, StringComparison.Ordinal);
    }

    [ClientTheory(Package)]
    [InlineData("shout", TaskTypes.Summarization, "HELLO!")]
    [InlineData("note", TaskTypes.TextGeneration, "noted hello")]
    [InlineData("measure", TaskTypes.ImageToText, "data:image/png;base64, 70")]
    public async Task A_task_is_a_call_in_the_tools_own_words(string tool, string type, string expected)
    {
        using var tools = await ToolServer.StartAsync();
        await using var server = await BesideAsync(tools);
        var result = await RunAsync(server, tool, type);
        Assert.Equal(expected, result.Outputs["text"].Single().Text);
    }

    [ClientTheory(Package)]
    [InlineData("paint", null)]
    [InlineData("lie", "gave no image")]
    [InlineData("fail", "It is broken.")]
    [InlineData("flood", "than the 1,048,576 bytes")]
    public async Task What_a_tool_gives_is_what_its_bytes_say_and_no_more_than_is_taken(string tool, string? fault)
    {
        using var tools = await ToolServer.StartAsync();
        await using var server = await BesideAsync(tools);
        if (fault is null)
        {
            Assert.Equal("image/png", (await RunAsync(server, tool, TaskTypes.TextToImage)).Outputs["image"].Single().MediaType);
            return;
        }

        var failed = await Assert.ThrowsAsync<JarvisException>(() => RunAsync(server, tool, tool == "lie" ? TaskTypes.TextToImage : TaskTypes.Summarization));
        Assert.Contains(fault, failed.Message, StringComparison.Ordinal);
    }

    [ClientFact(Package)]
    public async Task What_is_cancelled_here_is_cancelled_there()
    {
        using var tools = await ToolServer.StartAsync();
        await using var server = await BesideAsync(tools);
        using var leave = new CancellationTokenSource();
        var run = RunAsync(server, "hang", TaskTypes.Summarization, leave.Token);
        Assert.Equal("hangs", await tools.SaysAsync());
        await leave.CancelAsync();
        Assert.Equal("cancelled", await tools.SaysAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [ClientTheory(Package)]
    [InlineData("note", true)]
    [InlineData("shout", false)]
    public async Task What_changes_something_is_asked_for_where_that_is_to_be_approved(string tool, bool isAsked)
    {
        using var tools = await ToolServer.StartAsync();
        await using var server = await BesideAsync(tools);
        var task = new PlannedTask(0, tool == "note" ? TaskTypes.TextGeneration : TaskTypes.Summarization)
        {
            Model = new ModelId($"lab/{tool}"),
            Arguments = System.Collections.Immutable.ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("hello")),
        };
        var request = new TurnRequest("do it") { Tasks = [task], Approval = new ApprovalPolicy { SideEffects = [SideEffects.Writes] } };
        var receipt = await server.Jarvis.SubmitAsync(new ConversationId(Acme, "asks"), request, default);
        var first = await server.Jarvis.ReadTurnAsync(receipt, default).FirstAsync(happened => happened is ApprovalAsked or TaskSucceeded);
        Assert.Equal(isAsked, first is ApprovalAsked);
    }

    [ClientFact(Package)]
    public async Task A_program_is_a_server_that_sees_no_more_of_the_environment_than_it_needs()
    {
        await using var server = await BesideAsync(options =>
        {
            options.Command = "node";
            options.CommandArguments.Add(ToolServer.Script);
            options.CommandArguments.Add("stdio");
        });
        var result = await RunAsync(server, "environment", TaskTypes.Summarization);
        Assert.Equal("PATH", result.Outputs["text"].Single().Text);
    }

    [Fact]
    public async Task A_server_that_is_not_there_says_so_and_nothing_is_given_to_it()
    {
        await using var server = await BesideAsync(options => options.Address = new("http://127.0.0.1:9/mcp"));
        var model = (await server.Jarvis.ListModelsAsync(default)).First(model => model.Card.Id.Value == "lab/shout");
        Assert.Contains("cannot be reached", model.Unavailable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_of_another_Jarvis_gives_what_its_task_gives_there()
    {
        await using var there = await ClientHost.StartAsync();
        var key = await there.KeyAsync(Acme);
        await using var here = await BesideAsync(options =>
        {
            options.Tools.Clear();
            foreach (var type in (string[])[TaskTypes.Summarization, TaskTypes.TextToImage, TaskTypes.TextToVideo, TaskTypes.TextToSpeech, TaskTypes.TextClassification])
            {
                options.Tools.Add(new() { Name = type });
            }

            options.Address = new(there.Address, "mcp");
            options.Key = key;
        });
        Assert.Equal("hello", (await RunAsync(here, TaskTypes.Summarization, TaskTypes.Summarization)).Outputs["text"].Single().Text);
        Assert.Equal("image/png", (await RunAsync(here, TaskTypes.TextToImage, TaskTypes.TextToImage)).Outputs["image"].Single().MediaType);
        Assert.Equal("video/mp4", (await RunAsync(here, TaskTypes.TextToVideo, TaskTypes.TextToVideo)).Outputs["video"].Single().MediaType);
        Assert.Equal("audio", (await RunAsync(here, TaskTypes.TextToSpeech, TaskTypes.TextToSpeech)).Outputs["audio"].Single().MediaType.Split('/')[0]);
        var labels = (await RunAsync(here, TaskTypes.TextClassification, TaskTypes.TextClassification)).Outputs["labels"].Single().Text!;
        Assert.Equal("good", JsonDocument.Parse(labels).RootElement[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task A_key_that_is_not_taken_is_told_with_where_to_set_another()
    {
        await using var there = await ClientHost.StartAsync();
        await using var here = await BesideAsync(options => (options.Address, options.Key) = (new(there.Address, "mcp"), "jv_none"));
        var model = (await here.Jarvis.ListModelsAsync(default)).First(model => model.Card.Id.Value == "lab/shout");
        Assert.Contains("set Jarvis:Remote:Mcp:lab:Key", model.Unavailable, StringComparison.Ordinal);
    }

    private static Task<GatewayServer> BesideAsync(ToolServer tools, Action<McpToolServerOptions>? configure = null) => BesideAsync(options =>
    {
        options.Address = tools.Address;
        configure?.Invoke(options);
    });

    private static Task<GatewayServer> BesideAsync(Action<McpToolServerOptions> configure) => StartAsync(
        new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo)),
        services: services => services.AddRemoteModels(options =>
        {
            var lab = new McpToolServerOptions { MaxResponseLength = 1 << 20 };
            lab.Tools.Add(new() { Name = "shout", TaskType = TaskTypes.Summarization, Arguments = { ["text"] = "words" }, Values = { ["how"] = "!" } });
            lab.Tools.Add(new() { Name = "note", TaskType = TaskTypes.TextGeneration });
            lab.Tools.Add(new() { Name = "measure", TaskType = TaskTypes.ImageToText });
            foreach (var name in (string[])["paint", "lie"])
            {
                lab.Tools.Add(new() { Name = name, TaskType = TaskTypes.TextToImage });
            }

            foreach (var name in (string[])["fail", "flood", "hang", "environment"])
            {
                lab.Tools.Add(new() { Name = name, TaskType = TaskTypes.Summarization });
            }

            configure(lab);
            options.HuggingFace.Token = null;
            options.ProbeInterval = null;
            options.Mcp["lab"] = lab;
        }));

    private static async Task<TaskResult> RunAsync(GatewayServer server, string tool, string type, CancellationToken cancellationToken = default)
    {
        using var client = await server.ClientAsync(Acme);
        var arguments = new Dictionary<string, object>();
        if (type == TaskTypes.ImageToText)
        {
            using var stored = await client.PostAsync("/v1/resources", new ByteArrayContent(ClientHost.Point()), cancellationToken);
            arguments["image"] = new { resource = (await ReadAsync(stored, JarvisJsonContext.Default.Resource)).Id.Value };
        }
        else
        {
            arguments["text"] = "hello";
        }

        using var run = await client.PostAsJsonAsync($"/v1/tasks/{type}", new { arguments, model = $"lab/{tool}" }, cancellationToken);
        if (!run.IsSuccessStatusCode)
        {
            var problem = await ProblemAsync(run);
            throw new JarvisException(problem.Code, problem.Detail);
        }

        return await ReadAsync(run, JarvisJsonContext.Default.TaskResult);
    }
}
