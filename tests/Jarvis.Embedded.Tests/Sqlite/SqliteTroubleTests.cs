using System.Runtime.CompilerServices;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Data.Sqlite;

namespace Jarvis.Embedded.Tests.Sqlite;

/// <summary>A disk that is full and a file that is locked, under a host that works.</summary>
public sealed class SqliteTroubleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Normal = TimeSpan.FromSeconds(5);
    private static readonly ConversationId Conversation = ConversationId.Parse("local/trouble");

    [TinyDiskFact]
    public async Task On_a_full_disk_nothing_is_accepted_that_is_not_kept_and_all_goes_on_when_there_is_room()
    {
        using var disk = TinyDisk.TryMount(1 << 20)!;
        var accepted = new List<TurnReceipt>();
        var refused = 0;
        using (var folder = new SqliteFolder(disk.Path))
        {
            await using var host = await StartAsync(folder);
            accepted.Add(await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("first"), default));
            await EndAsync(host, accepted[0]);
            var fill = Path.Combine(disk.Path, "fill");
            Fill(fill);
            for (var turn = 0; turn < 20; turn++)
            {
                try
                {
                    accepted.Add(await host.Jarvis.SubmitAsync(Conversation, new TurnRequest(new string('x', 30_000)), default));
                }
                catch (JarvisException full) when (full.Code is ErrorCode.StorageFailed or ErrorCode.Overloaded)
                {
                    refused++;
                }
            }

            File.Delete(fill);
            var freed = TimeProvider.System.GetTimestamp();
            accepted.Add(await AcceptedAsync(host));
            await EndAsync(host, accepted[^1]);
            Assert.True(TimeProvider.System.GetElapsedTime(freed) < Normal, "It took too long to become normal.");
        }

        Assert.InRange(refused, 1, 20);
        using var reopened = new SqliteFolder(disk.Path);
        await using var again = await StartAsync(reopened);
        foreach (var receipt in accepted)
        {
            Assert.Equal(TurnStatus.Answered, await EndAsync(again, receipt));
        }
    }

    [Fact]
    public async Task While_another_holds_the_file_nothing_is_accepted_and_all_goes_on_when_it_lets_go()
    {
        using var folder = new SqliteFolder();
        await using var host = await StartAsync(folder);
        await EndAsync(host, await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("first"), default));
        await using var other = new SqliteConnection($"Data Source={folder.Path};Pooling=false");
        other.Open();
        var transaction = other.BeginTransaction(deferred: false);

        var waiting = host.Jarvis.SubmitAsync(Conversation, new TurnRequest("second"), default);
        await host.Jarvis.ListConversationsAsync(TenantId.Local, 1, null, default);
        Assert.False(waiting.IsCompleted, "It was accepted while nothing could be written.");
        await transaction.RollbackAsync();
        var free = TimeProvider.System.GetTimestamp();

        Assert.Equal(TurnStatus.Answered, await EndAsync(host, await waiting));
        Assert.True(TimeProvider.System.GetElapsedTime(free) < Normal, "It took too long to become normal.");
    }

    [Fact]
    public void A_second_host_on_the_same_file_is_told_at_once()
    {
        using var folder = new SqliteFolder();
        _ = folder.Store;
        using var second = new SqliteFolder(Path.GetDirectoryName(folder.Path));

        var refused = Assert.Throws<JarvisException>(() => second.Store);

        Assert.Equal(ErrorCode.StorageFailed, refused.Code);
        Assert.Contains("Another process works on the state file 'state.db'", refused.Message, StringComparison.Ordinal);
    }

    private static Task<IRunningHost> StartAsync(SqliteFolder folder) => EmbeddedHost.StartAsync(
        new HostSetup(
            new ScriptedPlanner((_, cancellationToken) => Say(cancellationToken)),
            new ScriptedRunner(ScriptedRunner.Echo),
            ListedModels.Card("writer", TaskTypes.TextGeneration))
        {
            State = folder.Store,
        });

    private static async Task<TurnReceipt> AcceptedAsync(IRunningHost host)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("last"), patience.Token);
            }
            catch (JarvisException busy) when (busy.Code is ErrorCode.StorageFailed or ErrorCode.Overloaded)
            {
                await Task.Yield();
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task<TurnStatus> EndAsync(IRunningHost host, TurnReceipt receipt)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await foreach (var happened in host.Jarvis.ReadTurnAsync(receipt, patience.Token))
                {
                    if (happened is TurnFinished finished)
                    {
                        return finished.Status;
                    }
                }
            }
            catch (JarvisException broken) when (broken.Code == ErrorCode.StorageFailed)
            {
                // Reading goes on once events can be kept again.
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static async IAsyncEnumerable<PlanStep> Say([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        yield return new TaskProposed(new PlannedTask(0, TaskTypes.TextGeneration)
        {
            Arguments = System.Collections.Immutable.ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")),
        });
        await Task.CompletedTask;
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        try
        {
            while (true)
            {
                file.Write(new byte[512]);
            }
        }
        catch (IOException)
        {
            // That is what it is for.
        }
    }
}
