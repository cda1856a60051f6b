using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>What a host forgets rather than grow.</summary>
public abstract class HostBoundSpec : HostSpec
{
    [Fact]
    public async Task The_oldest_of_many_idempotency_keys_is_forgotten()
    {
        await using var host = await StartAsync(Writing());

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

    [Fact]
    public async Task More_side_effects_than_a_policy_may_name_are_refused()
    {
        await using var host = await StartAsync(Writing());
        TurnRequest Naming(int effects) => new("do it")
        {
            Approval = new ApprovalPolicy { SideEffects = [.. Enumerable.Range(0, effects).Select(number => $"e{(char)('a' + number)}")] },
        };

        var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Conversation, Naming(ApprovalPolicy.MaxSideEffects + 1), default));
        await host.Jarvis.SubmitAsync(Conversation, Naming(ApprovalPolicy.MaxSideEffects), default);

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
    }

    private static HostSetup Writing() => new(
        new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")),
        new ScriptedRunner(ScriptedRunner.Echo),
        ListedModels.Card("writer", TaskTypes.TextGeneration));

    private static Task<TurnReceipt> SubmitAsync(IRunningHost host, int key) =>
        host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { IdempotencyKey = $"key-{key}" }, default);
}
