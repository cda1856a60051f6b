using System.Text;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Conversations.Archive;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Embedded.Tests;

/// <summary>Conversations that move from one host to another in a file that may have been in anybody's hands.</summary>
public sealed class ArchiveTests
{
    private static readonly ConversationId Id = ConversationId.Parse("local/trip");

    [Fact]
    public async Task A_conversation_that_was_imported_is_the_one_that_was_exported_and_goes_on()
    {
        await using var from = await StartAsync();
        await AskAsync(from, Id);
        await AskAsync(from, Id);
        await using var to = await StartAsync();

        var (moved, turns) = await to.Importer.ImportAsync(new TenantId("acme"), new MemoryStream(await ExportAsync(from)), "moved", default);

        Assert.Equal(("acme/moved", 2), (moved.ToString(), turns));
        Assert.Equal(await EventsAsync(from, Id), await EventsAsync(to, moved));
        var (before, after) = (await from.Jarvis.GetAsync(Id, default), await to.Jarvis.GetAsync(moved, default));
        Assert.Equal(before.Turns.Select(turn => (turn.Number, turn.Request, turn.Status, turn.Answer!.Text)), after.Turns.Select(turn => (turn.Number, turn.Request, turn.Status, turn.Answer!.Text)));
        Assert.Equal(before.Turns.SelectMany(turn => turn.Resources).Select(file => file.Id), after.Turns.SelectMany(turn => turn.Resources).Select(file => file.Id));
        Assert.All(after.Turns.SelectMany(turn => turn.Resources), file => Assert.Equal(moved, file.Lineage!.Task.Turn.Conversation));
        Assert.Equal(before.Usage, after.Usage);
        using var text = new StreamReader(await to.Jarvis.OpenAsync(moved.Tenant, after.Turns[0].Resources[0].Id, default));
        Assert.Equal("writer(a)", await text.ReadToEndAsync());
        Assert.Equal(3, (await AskAsync(to, moved)).Turn.Number);
        var listed = Assert.Single((await to.Jarvis.ListConversationsAsync(moved.Tenant, 10, null, default)).Conversations);
        Assert.Equal((moved, "do it", 3), (listed.Id, listed.Title, listed.Turns));
    }

    [Fact]
    public async Task A_conversation_in_which_a_turn_is_open_and_one_that_is_none_are_not_exported()
    {
        await using var host = await StartAsync(waits: true);
        await host.Jarvis.SubmitAsync(Id, new TurnRequest("do it"), default);

        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<JarvisException>(() => ExportAsync(host))).Code);
        var none = await Assert.ThrowsAsync<JarvisException>(
            () => new ConversationExporter(host.Jarvis).WriteAsync(ConversationId.Parse("local/none"), new MemoryStream(), default));
        Assert.Equal(ErrorCode.NotFound, none.Code);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_what_is_there_stays()
    {
        await using var host = await StartAsync();
        await AskAsync(host, Id);
        var archive = await ExportAsync(host);
        await AskAsync(host, Id);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Importer.ImportAsync(TenantId.Local, new MemoryStream(archive), null, default));

        Assert.Equal(ErrorCode.Conflict, refused.Code);
        Assert.Equal(2, (await host.Jarvis.GetAsync(Id, default)).Turns.Length);
    }

    [Fact]
    public async Task An_archive_that_cannot_be_kept_leaves_nothing()
    {
        await using var from = await StartAsync();
        await AskAsync(from, Id);
        var archive = await ExportAsync(from);
        var refusing = new RefusingStateStore();
        await using var to = await StartAsync(refusing);
        refusing.Refuse(document => document is EventPage);

        await Assert.ThrowsAsync<JarvisException>(() => to.Importer.ImportAsync(TenantId.Local, new MemoryStream(archive), null, default));
        refusing.Heal();

        Assert.Empty((await to.Jarvis.GetAsync(Id, default)).Turns);
        Assert.Empty((await to.Jarvis.ListConversationsAsync(TenantId.Local, 10, null, default)).Conversations);
        await to.Importer.ImportAsync(TenantId.Local, new MemoryStream(archive), null, default);
        Assert.Single((await to.Jarvis.GetAsync(Id, default)).Turns);
    }

    [Fact]
    public async Task Whoever_looks_for_a_conversation_while_it_is_imported_takes_nothing_of_it_away()
    {
        await using var from = await StartAsync();
        await AskAsync(from, Id);
        var archive = await ExportAsync(from);
        var store = new RefusingStateStore();
        await using var to = await StartAsync(store);
        var refused = 0;
        store.Refuse(document => document is EventPage && !Look(to, ref refused));

        await to.Importer.ImportAsync(TenantId.Local, new MemoryStream(archive), null, default);

        Assert.InRange(refused, 1, int.MaxValue);
        Assert.Equal(await EventsAsync(from, Id), await EventsAsync(to, Id));
    }

    /// <summary>Looks for the conversation as a host does that goes on with what another left.</summary>
    private static bool Look(EmbeddedHost host, ref int refused)
    {
        var looked = Task.Run(() => host.Actors.Conversation(Id).ResumeAsync(default));
        ((IAsyncResult)looked).AsyncWaitHandle.WaitOne();
        refused += looked.Exception?.InnerException is JarvisException { Code: ErrorCode.Overloaded } ? 1 : 0;
        return true;
    }

    /// <summary>Lines that are swapped, doubled, left out, cut and changed at random: all of it is refused in words, or is a whole conversation.</summary>
    [Fact]
    public async Task Whatever_is_done_to_an_archive_it_is_refused_in_words_or_whole()
    {
        await using var from = await StartAsync();
        await AskAsync(from, Id);
        await AskAsync(from, Id);
        var lines = Encoding.UTF8.GetString(await ExportAsync(from)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await using var to = await StartAsync();
        var (refusals, imports) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var archive = Spoil(lines, new Random(seed));
            var name = $"c{seed}";
            try
            {
                await to.Importer.ImportAsync(TenantId.Local, new MemoryStream(Encoding.UTF8.GetBytes(archive)), name, default);
                imports++;
                var events = await EventsAsync(to, new ConversationId(TenantId.Local, name));
                Assert.Equal(2, events.Count(happened => happened.EndsWith(nameof(TurnFinished), StringComparison.Ordinal)));
            }
            catch (JarvisException refused)
            {
                refusals++;
                Assert.Contains(refused.Code, (ErrorCode[])[ErrorCode.InvalidRequest, ErrorCode.TooLarge, ErrorCode.UnsupportedMedia]);
                Assert.Empty((await to.Jarvis.GetAsync(new ConversationId(TenantId.Local, name), default)).Turns);
            }
        }

        Assert.InRange(refusals, 100, 400);
        Assert.InRange(imports, 0, 300);
    }

    private static string Spoil(string[] lines, Random random)
    {
        var spoiled = lines.ToList();
        var at = random.Next(spoiled.Count);
        switch (random.Next(6))
        {
            case 0:
                spoiled.RemoveAt(at);
                break;
            case 1:
                spoiled.Insert(random.Next(spoiled.Count), spoiled[at]);
                break;
            case 2:
                (spoiled[at], spoiled[random.Next(spoiled.Count)]) = (spoiled[random.Next(spoiled.Count)], spoiled[at]);
                break;
            case 3:
                spoiled[at] = spoiled[at][..random.Next(spoiled[at].Length)];
                break;
            case 4:
                var line = spoiled[at].ToCharArray();
                line[random.Next(line.Length)] = "\"{}[]:,0129-aZ\\"[random.Next(15)];
                spoiled[at] = new string(line);
                break;
            default:
                spoiled[at] = spoiled[at].Replace(":1", ":2147483647", StringComparison.Ordinal).Replace("\":[", "\":[null,", StringComparison.Ordinal);
                break;
        }

        return string.Join('\n', spoiled) + "\n";
    }

    private static async Task<EmbeddedHost> StartAsync(State.IStateStore? store = null, bool waits = false)
    {
        var task = new PlannedTask(0, TaskTypes.TextGeneration)
        {
            Arguments = System.Collections.Immutable.ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")),
        };
        var planner = waits ? new ScriptedPlanner((_, cancellationToken) => Never(cancellationToken)) : new ScriptedPlanner(task);
        return (EmbeddedHost)await EmbeddedHost.StartAsync(
            new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration))
            {
                State = store ?? new State.InMemoryStateStore(),
            });
    }

    private static async IAsyncEnumerable<PlanStep> Never([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Forever.Async(cancellationToken);
        yield break;
    }

    private static async Task<TurnReceipt> AskAsync(EmbeddedHost host, ConversationId id)
    {
        var receipt = await host.Jarvis.SubmitAsync(id, new TurnRequest("do it"), default);
        await foreach (var _ in host.Jarvis.ReadTurnAsync(receipt, default))
        {
        }

        return receipt;
    }

    private static async Task<byte[]> ExportAsync(EmbeddedHost host)
    {
        using var archive = new MemoryStream();
        await new ConversationExporter(host.Jarvis).WriteAsync(Id, archive, default);
        return archive.ToArray();
    }

    private static async Task<List<string>> EventsAsync(EmbeddedHost host, ConversationId id)
    {
        var last = (await host.Jarvis.GetAsync(id, default)).LastSequence;
        var events = new List<string>();
        await foreach (var happened in host.Jarvis.ReadEventsAsync(id, 0, default))
        {
            events.Add($"{happened.Sequence} {happened.Turn} {happened.At:O} {happened.GetType().Name}");
            if (happened.Sequence == last)
            {
                break;
            }
        }

        return events;
    }
}
