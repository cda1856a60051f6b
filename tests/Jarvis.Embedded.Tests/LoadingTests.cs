using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.State;

namespace Jarvis.Embedded.Tests;

/// <summary>Which conversations are in memory, and what reading one costs.</summary>
public sealed class LoadingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CountingReads _store = new();

    [Fact]
    public async Task Idle_conversations_beyond_the_limit_are_forgotten_and_read_again_when_they_are_called()
    {
        await using var host = await StartAsync(options => options.MaxIdleConversations = 3);
        for (var number = 0; number < 20; number++)
        {
            await AskAsync(host, $"c{number}");
        }

        Assert.InRange(Actors(host).Conversations, 1, 4);
        Assert.Equal("c0", (await host.Jarvis.GetAsync(Id("c0"), default)).Turns.Single().Request);
        Assert.Equal(2, (await AskAsync(host, "c0")).Turn.Number);
    }

    [Fact]
    public async Task A_conversation_that_is_read_or_has_an_open_turn_stays()
    {
        await using var host = await StartAsync(options => options.MaxIdleConversations = 0, Waits("waits"));
        await host.Jarvis.SubmitAsync(Id("waits"), new TurnRequest("waits"), default);
        await AskAsync(host, "read");
        await using var reader = host.Jarvis.ReadEventsAsync(Id("read"), 0, default).GetAsyncEnumerator();
        await reader.MoveNextAsync();

        await AskAsync(host, "other");
        Assert.Equal(2, Actors(host).Conversations);
        await AskAsync(host, "read");
        var seen = 1;
        while (reader.Current.Turn < 2 || reader.Current is not TurnFinished)
        {
            Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(Patience));
            Assert.Equal(++seen, reader.Current.Sequence);
        }
    }

    [Fact]
    public async Task One_more_than_may_be_busy_is_refused_until_one_is_not()
    {
        await using var host = await StartAsync(options => options.MaxConversations = 2, Waits("waits"));
        var first = await host.Jarvis.SubmitAsync(Id("a"), new TurnRequest("waits"), default);
        await host.Jarvis.SubmitAsync(Id("b"), new TurnRequest("waits"), default);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Id("c"), new TurnRequest("c"), default));
        await host.Jarvis.CancelAsync(first.Turn, default);

        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        Assert.Equal(TurnStatus.Answered, (await AskWhenThereIsRoomAsync(host, "c")).Status);
    }

    [Fact]
    public async Task Reading_a_conversation_of_many_turns_reads_as_many_documents_as_one_of_few()
    {
        await using (var host = await StartAsync())
        {
            for (var turn = 0; turn < 200; turn++)
            {
                await AskAsync(host, "long", turn < 40 ? "short" : "long");
            }
        }

        var (few, many) = (await ReadsAsync("short"), await ReadsAsync("long"));

        // One more where the newest page of events has just been filled.
        Assert.InRange(many.Opening - few.Opening, -1, 1);
        Assert.InRange(many.Opening, 1, 6);
        Assert.Equal(few.Asking, many.Asking);
    }

    [Fact]
    public async Task A_conversation_that_is_deleted_leaves_nothing_and_its_name_is_free()
    {
        await using var host = await StartAsync(null, Waits("waits"));
        await AskAsync(host, "other");
        var without = _store.Count;
        for (var turn = 0; turn < 5; turn++)
        {
            await AskAsync(host, "c");
        }

        await host.Jarvis.SubmitAsync(Id("c"), new TurnRequest("waits"), default);
        await using var reader = host.Jarvis.ReadEventsAsync(Id("c"), (await host.Jarvis.GetAsync(Id("c"), default)).LastSequence, default).GetAsyncEnumerator();
        var reading = ReadToEndAsync(reader);

        await host.Jarvis.DeleteConversationAsync(Id("c"), default);

        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JarvisException>(() => reading.WaitAsync(Patience))).Code);
        // All but the index of open conversations, whose documents stay, empty.
        Assert.InRange(_store.Count, without, without + 2);
        Assert.Equal(["other"], (await host.Jarvis.ListConversationsAsync(TenantId.Local, 10, null, default)).Conversations.Select(item => item.Id.Name));
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.DeleteConversationAsync(Id("c"), default))).Code);
        Assert.Equal(1, (await AskAsync(host, "c")).Turn.Number);
    }

    [Fact]
    public async Task A_deletion_that_was_broken_off_is_gone_on_with_by_the_next_host()
    {
        await using (var host = await StartAsync())
        {
            for (var turn = 0; turn < 3; turn++)
            {
                await AskAsync(host, "c");
            }
        }

        for (var writes = 1; ; writes++)
        {
            var dying = new DyingStateStore(_store, writes);
            await using (var host = await StartAsync(store: dying))
            {
                try
                {
                    await host.Jarvis.DeleteConversationAsync(Id("c"), default);
                    break;
                }
                catch (JarvisException)
                {
                    // It died.
                }
            }

            if (await _store.ReadAsync<ConversationHead>(new StateKey("conversation", "local/c"), default) is { Value.IsGone: true })
            {
                break;
            }
        }

        await using var next = await StartAsync();
        await next.Jarvis.GetAsync(Id("c"), default);

        Assert.Empty((await next.Jarvis.ListConversationsAsync(TenantId.Local, 10, null, default)).Conversations);
        Assert.Null(await _store.ReadAsync<TurnState>(new StateKey("turn", "local/c/1"), default));
        Assert.Null(await _store.ReadAsync<EventPage>(new StateKey("events", "local/c/0"), default));
    }

    private static ConversationId Id(string name) => new(TenantId.Local, name);

    private static EmbeddedActors Actors(EmbeddedHost host) => (EmbeddedActors)host.Actors;

    private async Task<(int Opening, int Asking)> ReadsAsync(string name)
    {
        // What a host reads at its start, beside, would be counted too.
        await using var host = await StartAsync(options => options.ResumeOnStart = false);
        // What a host reads once.
        await host.Jarvis.GetAsync(Id("none"), default);
        var before = _store.Reads;
        await host.Actors.Conversation(Id(name)).ResumeAsync(default);
        var opening = _store.Reads - before;
        before = _store.Reads;
        await host.Jarvis.GetAsync(Id(name), default);
        return (opening, _store.Reads - before);
    }

    private static Func<PlanningRequest, bool> Waits(string request) => planning => planning.Request == request;

    private async Task<EmbeddedHost> StartAsync(Action<EmbeddedOptions>? configure = null, Func<PlanningRequest, bool>? waits = null, IStateStore? store = null)
    {
        var setup = new HostSetup(
            new ScriptedPlanner((request, cancellationToken) => Say(waits?.Invoke(request) == true, cancellationToken)),
            new ScriptedRunner(ScriptedRunner.Echo),
            ListedModels.Card("writer", TaskTypes.TextGeneration))
        {
            State = store ?? _store,
        };
        return (EmbeddedHost)await EmbeddedHost.StartAsync(setup, configure);
    }

    private static async Task<TurnReceipt> AskAsync(EmbeddedHost host, string name, string? other = null)
    {
        var receipt = await host.Jarvis.SubmitAsync(Id(other ?? name), new TurnRequest(name), default);
        await EndAsync(host, receipt);
        return receipt;
    }

    /// <summary>A conversation is idle a moment after its last call has returned.</summary>
    private static async Task<TurnFinished> AskWhenThereIsRoomAsync(EmbeddedHost host, string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await EndAsync(host, await host.Jarvis.SubmitAsync(Id(name), new TurnRequest(name), patience.Token));
            }
            catch (JarvisException busy) when (busy.Code == ErrorCode.Overloaded)
            {
                await Task.Yield();
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task<TurnFinished> EndAsync(EmbeddedHost host, TurnReceipt receipt)
    {
        using var patience = new CancellationTokenSource(Patience);
        TurnFinished? end = null;
        await foreach (var happened in host.Jarvis.ReadTurnAsync(receipt, patience.Token))
        {
            end = happened as TurnFinished ?? end;
        }

        // The turn that told its end may still have something to write.
        await host.Jarvis.GetAsync(receipt.Turn.Conversation, default);
        return end!;
    }

    private static async Task ReadToEndAsync(IAsyncEnumerator<ConversationEvent> reader)
    {
        while (await reader.MoveNextAsync())
        {
        }
    }

    private static async IAsyncEnumerable<PlanStep> Say(
        bool waits, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new AnsweredDirectly("Yes.");
        await (waits ? Forever.Async(cancellationToken) : Task.CompletedTask);
    }
}
