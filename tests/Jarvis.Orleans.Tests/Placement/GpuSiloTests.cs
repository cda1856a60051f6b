using System.Collections.Immutable;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Orleans.Tests.Placement;

/// <summary>Real silos, one or two of which are said to have a GPU.</summary>
public sealed class GpuSiloTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly ModelCard OnGpu = ListedModels.Card("seer", TaskTypes.TextGeneration) with { Device = DeviceKind.Cuda, DeviceLabels = ["a100"] };
    private static readonly ModelCard OnCpu = ListedModels.Card("writer", TaskTypes.Summarization);

    [Fact]
    public async Task Models_that_need_a_GPU_are_on_the_silo_that_has_it_and_conversations_are_not()
    {
        var setup = Setup(OnGpu, OnCpu);
        await using var host = await StartAsync(setup, silos: 3, gpu: "Silo_2");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => AskAsync(host, new ConversationId(new TenantId($"t{number}"), "c"))));

        var where = await host.WhereAsync();
        Assert.Equal(["Silo_2"], where["model seer"]);
        Assert.DoesNotContain("Silo_2", where["model writer"]);
        Assert.Equal(["Silo_0", "Silo_1"], where["conversation"].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_model_whose_hardware_is_missing_fails_its_task_with_what_it_needs_and_runs_once_a_silo_with_it_has_joined()
    {
        var setup = Setup(OnGpu);
        await using var host = await StartAsync(setup, silos: 1, gpu: "Silo_1");

        var failed = (await AskAsync(host, new ConversationId(TenantId.Local, "before"))).OfType<TaskFailed>().First().Error;
        var joined = new Joined(host.Cluster.GetSiloServiceProvider().GetRequiredService<ISiloStatusOracle>());
        await host.Cluster.StartAdditionalSiloAsync();
        await joined.Task.WaitAsync(Patience);
        var succeeded = (await AskAsync(host, new ConversationId(TenantId.Local, "after"))).OfType<TaskSucceeded>().First();

        Assert.Equal(ErrorCode.ModelUnavailable, failed.Code);
        Assert.Contains("seer needs a cuda device with the label a100", failed.Message, StringComparison.Ordinal);
        Assert.Equal("seer(a)", succeeded.Result.Outputs["text"].Single().Text);
        Assert.Equal(["Silo_1"], (await host.WhereAsync())["model seer"]);
    }

    private static HostSetup Setup(params ModelCard[] cards) => new(
        new ScriptedPlanner([.. cards.Select((card, number) => Text(number, card.TaskTypes[0]))]), new ScriptedRunner(ScriptedRunner.Echo), [.. cards]);

    private static PlannedTask Text(int id, string type) => new(id, type)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")),
    };

    private static Task<ClusterHost> StartAsync(HostSetup setup, short silos, string gpu) => ClusterHost.StartAsync(setup, silos, (name, silo) =>
    {
        if (name == gpu)
        {
            silo.Services.Configure<JarvisClusterOptions>(options =>
            {
                var device = new SiloDeviceOptions { Id = "cuda:0" };
                device.Labels.Add("a100");
                options.Devices.Add(device);
            });
        }
    });

    private static async Task<List<ConversationEvent>> AskAsync(ClusterHost host, ConversationId conversation) =>
        await host.Jarvis.ReadToEndAsync(await host.Jarvis.SubmitAsync(conversation, new TurnRequest("do it"), default).WaitAsync(Patience), Patience);

    /// <summary>Ends when the first silo knows another.</summary>
    private sealed class Joined : ISiloStatusListener
    {
        private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Joined(ISiloStatusOracle oracle) => oracle.SubscribeToSiloStatusEvents(this);

        internal Task Task => _joined.Task;

        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
        {
            if (status == SiloStatus.Active)
            {
                _joined.TrySetResult();
            }
        }
    }
}
