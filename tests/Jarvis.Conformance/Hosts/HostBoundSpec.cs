using Jarvis.Conversations;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>What a host forgets rather than grow.</summary>
public abstract class HostBoundSpec : HostSpec
{
    [Fact]
    public async Task The_oldest_of_many_idempotency_keys_is_forgotten()
    {
        var setup = new HostSetup(
            new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")),
            new ScriptedRunner(ScriptedRunner.Echo),
            ListedModels.Card("writer", TaskTypes.TextGeneration));
        await using var host = await StartAsync(setup);

        var receipts = new List<TurnReceipt>();
        for (var key = 0; key <= ConversationHead.MaxKeys; key++)
        {
            receipts.Add(await SubmitAsync(host, key));
            await ReadAsync(host, receipts[^1]);
        }

        Assert.Equal(receipts[1], await SubmitAsync(host, 1));
        Assert.Equal(receipts[^1], await SubmitAsync(host, ConversationHead.MaxKeys));
        Assert.Equal(ConversationHead.MaxKeys + 2, (await SubmitAsync(host, 0)).Turn.Number);
    }

    private static Task<TurnReceipt> SubmitAsync(IRunningHost host, int key) =>
        host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { IdempotencyKey = $"key-{key}" }, default);
}
