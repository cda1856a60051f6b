using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis.Orleans.Tests.Tenancy;

public sealed class TenantGateTests
{
    private static readonly ConversationId Theirs = new(new TenantId("theirs"), "c");

    [Fact]
    public async Task A_call_for_one_tenant_reaches_no_actor_of_another_streamed_or_not()
    {
        await using var host = await StartAsync();
        await host.Jarvis.SubmitAsync(Theirs, new TurnRequest("do it"), default);

        using var ours = CallerTenant.Enter(new TenantId("ours"));

        await AssertForbidden(() => host.Jarvis.GetAsync(Theirs, default));
        await AssertForbidden(() => host.Jarvis.SubmitAsync(Theirs, new TurnRequest("do it"), default));
        await AssertForbidden(() => host.Jarvis.ReadEventsAsync(Theirs, 0, default).GetAsyncEnumerator().MoveNextAsync().AsTask());
        await AssertForbidden(() => host.Jarvis.ListConversationsAsync(Theirs.Tenant, 1, after: null, default));
        await AssertForbidden(() => host.Cluster.Client.GetGrain<ITenantLeasesGrain>(Theirs.Tenant.Value).LeaseAsync(
            host.Cluster.Silos[0].SiloAddress, default, default, default, LanguageModelUsage.None, default));
        await host.Jarvis.SubmitAsync(new ConversationId(new TenantId("ours"), "c"), new TurnRequest("do it"), default);
    }

    [Fact]
    public async Task A_stream_that_began_for_its_tenant_is_not_read_on_for_another()
    {
        await using var host = await StartAsync();
        var receipt = await host.Jarvis.SubmitAsync(Theirs, new TurnRequest("do it"), default);
        await foreach (var _ in host.Jarvis.ReadTurnAsync(receipt, default))
        {
            // Until it has ended: there is nothing to come.
        }

        await using var events = host.Jarvis.ReadEventsAsync(Theirs, 0, default).GetAsyncEnumerator();
        var kept = (await host.Jarvis.GetAsync(Theirs, default)).LastSequence;
        for (var read = 0; read < kept; read++)
        {
            Assert.True(await events.MoveNextAsync());
        }

        using var ours = CallerTenant.Enter(new TenantId("ours"));

        await AssertForbidden(() => events.MoveNextAsync().AsTask());
    }

    [Fact]
    public async Task A_call_that_does_not_say_whose_it_is_reaches_no_actor()
    {
        await using var host = await StartAsync(silo => silo.Services.RemoveAll<IOutgoingGrainCallFilter>());
        var grains = host.Cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>();

        await AssertForbidden(() => grains.GetGrain<IConversationGrain>(Theirs.ToString()).GetAsync(default));
    }

    private static Task<ClusterHost> StartAsync(Action<ISiloBuilder>? configure = null) => ClusterHost.StartAsync(
        new HostSetup(
            new ScriptedPlanner((_, _) => Answer()), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration)),
        silos: 1,
        (_, silo) => configure?.Invoke(silo));

    private static async IAsyncEnumerable<PlanStep> Answer()
    {
        await Task.CompletedTask;
        yield return new AnsweredDirectly("Yes.");
    }

    private static async Task AssertForbidden(Func<Task> call) => Assert.Equal(ErrorCode.Forbidden, (await Assert.ThrowsAsync<JarvisException>(call)).Code);
}
