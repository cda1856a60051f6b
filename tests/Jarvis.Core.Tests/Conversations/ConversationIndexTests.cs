using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Core.Tests.Conversations;

public sealed class ConversationIndexTests
{
    private static readonly TenantId Tenant = new("acme");
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly InMemoryStateStore _store = new();
    private readonly ConversationIndex _index;

    public ConversationIndexTests() => _index = new ConversationIndex(_store);

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public async Task A_list_has_every_conversation_once_the_newest_first_whatever_is_asked_for_at_a_time(int count)
    {
        await AddAsync(count);

        foreach (var limit in (int[])[1, 7, 64, 100])
        {
            Assert.Equal(Enumerable.Range(0, count).Reverse().Select(number => $"c{number}"), await NamesAsync(Tenant, limit));
        }
    }

    [Fact]
    public async Task A_list_says_when_a_conversation_began_and_what_it_is_about()
    {
        await AddAsync(1);

        var item = Assert.Single((await _index.ListAsync(Tenant, 10, null, default)).Conversations);

        Assert.Equal((At, "title 0", 3, 1), (item.CreatedAt, item.Title, item.Turns, item.Open));
    }

    [Fact]
    public async Task One_tenant_sees_nothing_of_another()
    {
        await AddAsync(3);

        Assert.Empty(await NamesAsync(new TenantId("other"), 10));
    }

    [Fact]
    public async Task What_was_removed_or_never_became_a_conversation_is_not_listed_and_the_rest_is_found_through_empty_pages()
    {
        await AddAsync(200);
        for (var number = 1; number < 200; number++)
        {
            await _index.RemoveAsync(Id(number), number / 64, default);
        }

        // A crash came before its head was written.
        await _index.AddAsync(Id(999), "lost", At, default);

        Assert.Equal(["c0"], await NamesAsync(Tenant, 10));
    }

    [Fact]
    public async Task A_conversation_that_is_added_again_stands_there_once()
    {
        await AddAsync(1);

        var page = await _index.AddAsync(Id(0), "title", At, default);

        Assert.Equal(0, page);
        Assert.Equal(["c0"], await NamesAsync(Tenant, 10));
    }

    [Fact]
    public async Task Many_that_are_added_at_once_are_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 150).Select(number => Task.Run(() => AddOneAsync(number))));

        Assert.Equal(150, (await NamesAsync(Tenant, 50)).Distinct().Count());
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(101, null)]
    [InlineData(10, "x")]
    [InlineData(10, "1")]
    [InlineData(10, "-1.2")]
    public async Task What_cannot_be_asked_for_is_refused(int limit, string? after)
    {
        var refused = await Assert.ThrowsAsync<JarvisException>(() => _index.ListAsync(Tenant, limit, after, default));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
    }

    private static ConversationId Id(int number) => new(Tenant, $"c{number}");

    private async Task AddAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await AddOneAsync(number);
        }
    }

    private async Task AddOneAsync(int number)
    {
        var page = await _index.AddAsync(Id(number), $"title {number}", At, default);
        await _store.WriteAsync(ConversationDocuments.HeadKey(Id(number)), new ConversationHead { Turns = 3, Open = [3], ListedOn = page }, null, default);
    }

    private async Task<List<string>> NamesAsync(TenantId tenant, int limit)
    {
        var names = new List<string>();
        string? after = null;
        do
        {
            var page = await _index.ListAsync(tenant, limit, after, default);
            Assert.InRange(page.Conversations.Length, 0, limit);
            names.AddRange(page.Conversations.Select(item => item.Id.Name));
            after = page.Next;
        }
        while (after is not null);
        return names;
    }
}
