using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Core.Tests.Conversations;

public sealed class OpenConversationsTests
{
    private readonly InMemoryStateStore _store = new();

    [Fact]
    public async Task What_was_added_and_not_removed_is_listed_each_once_by_whoever_reads_the_store()
    {
        var open = new OpenConversations(_store);
        var ids = Ids(300);
        await Task.WhenAll(ids.Concat(ids).Select(id => open.AddAsync(id, default).AsTask()));
        await Task.WhenAll(ids.Take(100).Select(id => open.RemoveAsync(id, default).AsTask()));
        await open.RemoveAsync(ids[0], default);

        var listed = await new OpenConversations(_store).ListAsync(default);

        Assert.Equal(ids.Skip(100).Select(id => id.ToString()).Order(), listed.Select(id => id.ToString()).Order());
    }

    [Fact]
    public async Task Two_processes_that_add_at_once_lose_nothing()
    {
        var (first, second) = (new OpenConversations(_store), new OpenConversations(_store));
        var ids = Ids(400);

        await Task.WhenAll(ids.Select((id, number) => Task.Run(() => (number % 2 == 0 ? first : second).AddAsync(id, default).AsTask())));

        Assert.Equal(400, (await first.ListAsync(default)).Count);
    }

    [Fact]
    public async Task A_document_holds_few_of_many()
    {
        var open = new OpenConversations(_store);
        foreach (var id in Ids(OpenConversations.Documents * 16))
        {
            await open.AddAsync(id, default);
        }

        for (var number = 0; number < OpenConversations.Documents; number++)
        {
            var page = await _store.ReadAsync<OpenConversationsPage>(new StateKey("open-conversations", $".open/{number}"), default);
            Assert.InRange(page!.Value.Conversations.Length, 1, 40);
        }
    }

    private static List<ConversationId> Ids(int count) => [.. Enumerable.Range(0, count).Select(number => ConversationId.Parse($"local/c{number}"))];
}
