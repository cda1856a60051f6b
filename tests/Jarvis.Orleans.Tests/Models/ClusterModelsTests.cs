using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Orleans.Tests.Models;

/// <summary>What silos are asked for, of which one answers only when a test lets it.</summary>
public sealed class ClusterModelsTests
{
    /// <summary>Less than after which Orleans gives up a call.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly FakeTimeProvider _time = new();
    private TaskCompletionSource _gate = Gate();

    [Fact]
    public async Task A_silo_that_does_not_answer_is_not_waited_for_and_what_it_said_before_counts()
    {
        await using var host = await ClusterHost.StartAsync(
            new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo)), silos: 2, Configure);
        var silo = host.Cluster.GetSiloServiceProvider(host.Cluster.Silos.Single(silo => silo.Name == "Silo_0").SiloAddress);
        var models = ActivatorUtilities.CreateInstance<ClusterModels>(silo, _time);

        var unanswered = await AskAsync(models);
        _gate.SetResult();
        var answered = await models.AskAsync(default).WaitAsync(Patience);
        _gate = Gate();
        var again = await AskAsync(models);
        _gate.SetResult();

        Assert.Empty(unanswered.All);
        Assert.Equal(["other"], answered.All.Select(model => model.Card.Id.Value));
        Assert.Equal(["other"], again.All.Select(model => model.Card.Id.Value));
    }

    /// <summary>Asks, while a second passes on this silo alone.</summary>
    private Task<ClusterSnapshot> AskAsync(ClusterModels models)
    {
        var asking = models.AskAsync(default);
        _time.Advance(TimeSpan.FromSeconds(1));
        return asking.WaitAsync(Patience);
    }

    private void Configure(string name, ISiloBuilder silo)
    {
        if (name == "Silo_0")
        {
            return;
        }

        silo.Services.Replace(ServiceDescriptor.Singleton<IModelSource>(new ListedModels([ListedModels.Card("other", TaskTypes.TextGeneration)])));
        silo.AddIncomingGrainCallFilter(async call =>
        {
            if (call.MethodName == nameof(ISiloModelsGrain.ListAsync))
            {
                await _gate.Task;
            }

            await call.Invoke();
        });
    }

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
