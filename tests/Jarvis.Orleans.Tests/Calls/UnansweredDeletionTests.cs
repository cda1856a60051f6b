using Jarvis.Actors;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Orleans.Tests.Calls;

public sealed class UnansweredDeletionTests
{
    private static readonly ConversationId Id = new(TenantId.Local, "c");

    [Fact]
    public async Task A_conversation_that_was_deleted_without_an_answer_is_deleted_and_is_not_deleted_again()
    {
        var deletions = new Unanswered(done: true);
        await using var host = await StartAsync(deletions);
        await AnsweredAsync(host);

        await host.Jarvis.DeleteConversationAsync(Id, default);

        Assert.Equal(1, deletions.Count);
        Assert.Equal(0, (await host.Jarvis.GetAsync(Id, default)).LastSequence);
    }

    [Fact]
    public async Task Who_deletes_one_that_is_there_still_is_told_to_ask_again()
    {
        await using var host = await StartAsync(new Unanswered(done: false));
        await AnsweredAsync(host);

        var unknown = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.DeleteConversationAsync(Id, default));

        Assert.Equal((ErrorCode.Overloaded, true), (unknown.Code, unknown.Retryable));
        Assert.NotEqual(0, (await host.Jarvis.GetAsync(Id, default)).LastSequence);
    }

    private static async Task AnsweredAsync(ClusterHost host) =>
        await host.Jarvis.ReadToEndAsync(await host.Jarvis.SubmitAsync(Id, new TurnRequest("do it"), default), TimeSpan.FromMinutes(1));

    private static Task<ClusterHost> StartAsync(Unanswered deletions) => ClusterHost.StartAsync(
        new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration)),
        silos: 1,
        (_, silo) => silo.AddIncomingGrainCallFilter(deletions));

    /// <summary>Deletions whose answer comes too late.</summary>
    /// <param name="done">Whether they are done all the same.</param>
    private sealed class Unanswered(bool done) : IIncomingGrainCallFilter
    {
        internal int Count { get; private set; }

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName != nameof(IConversationActor.DeleteAsync))
            {
                await context.Invoke();
                return;
            }

            Count++;
            if (done)
            {
                await context.Invoke();
            }

            throw new TimeoutException("No answer came in time.");
        }
    }
}
