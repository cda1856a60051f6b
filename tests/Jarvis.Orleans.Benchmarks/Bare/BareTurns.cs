using Jarvis.Conversations;
using Jarvis.Identity;

namespace Jarvis.Orleans.Benchmarks.Bare;

/// <summary>Turns of bare grains.</summary>
/// <param name="client">Where they are called from.</param>
/// <param name="tasks">How many tasks a turn has.</param>
internal sealed class BareTurns(IClusterClient client, int tasks)
{
    private int _conversation;

    internal async Task RunAsync()
    {
        var id = new ConversationId(TenantId.Local, $"b{Interlocked.Increment(ref _conversation)}");
        var grain = client.GetGrain<IBareConversation>(id.ToString());
        await grain.SubmitAsync(new TurnRequest("go"), tasks);
        await foreach (var _ in grain.ReadAsync(default))
        {
            // Until it has ended.
        }
    }
}
