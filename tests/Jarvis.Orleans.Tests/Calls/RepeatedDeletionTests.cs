using Jarvis.Actors;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Orleans.Tests.Calls;

public sealed class RepeatedDeletionTests
{
    private static readonly ConversationId Id = new(TenantId.Local, "c");

    [Fact]
    public async Task A_conversation_that_was_deleted_without_an_answer_is_deleted()
    {
        var unanswered = new Unanswered();
        await using var host = await StartAsync(unanswered);
        await host.Jarvis.ReadToEndAsync(await host.Jarvis.SubmitAsync(Id, new TurnRequest("do it"), default), TimeSpan.FromMinutes(1));

        await host.Jarvis.DeleteConversationAsync(Id, default);

        Assert.Equal(2, unanswered.Deletions);
        await AssertGoneAsync(host);
    }

    [Fact]
    public async Task A_conversation_that_never_was_is_not_deleted()
    {
        await using var host = await StartAsync(new Unanswered { Left = 0 });

        await AssertGoneAsync(host);
    }

    private static async Task AssertGoneAsync(ClusterHost host)
    {
        var missing = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.DeleteConversationAsync(Id, default));
        Assert.Equal(ErrorCode.NotFound, missing.Code);
    }

    private static Task<ClusterHost> StartAsync(Unanswered unanswered) => ClusterHost.StartAsync(
        new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration)),
        silos: 1,
        (_, silo) => silo.AddIncomingGrainCallFilter(unanswered));

    /// <summary>The first deletions are done, and the answer comes too late.</summary>
    private sealed class Unanswered : IIncomingGrainCallFilter
    {
        internal int Left { get; set; } = 1;

        internal int Deletions { get; private set; }

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            var isDeletion = context.MethodName == nameof(IConversationActor.DeleteAsync);
            Deletions += isDeletion ? 1 : 0;
            await context.Invoke();
            if (isDeletion && Left-- > 0)
            {
                throw new TimeoutException("No answer came in time.");
            }
        }
    }
}
