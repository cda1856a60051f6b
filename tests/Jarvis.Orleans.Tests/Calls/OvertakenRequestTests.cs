using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Orleans.Tests.Calls;

public sealed class OvertakenRequestTests
{
    [Fact]
    public async Task A_request_is_made_again_when_another_activation_of_its_conversation_wrote_first()
    {
        var (store, conflicts) = (new RefusingStateStore(), 0);
        store.Refuse(document => document is ConversationHead && Interlocked.Increment(ref conflicts) == 1
            ? throw new JarvisException(ErrorCode.Conflict, "It was changed by somebody else.", retryable: true)
            : false);
        var setup = new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration)) { State = store };
        await using var host = await ClusterHost.StartAsync(setup);

        var receipt = await host.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, "c"), new TurnRequest("do it"), default);

        Assert.IsType<TurnFinished>((await host.Jarvis.ReadToEndAsync(receipt, TimeSpan.FromMinutes(1)))[^1]);
        Assert.Equal((1, true), (receipt.Turn.Number, conflicts > 1));
    }
}
