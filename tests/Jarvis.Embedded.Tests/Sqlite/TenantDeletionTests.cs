using System.Text;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Storage.Sqlite;
using Jarvis.Tenancy;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Embedded.Tests.Sqlite;

/// <summary>What is left of a tenant on the disk after its deletion: nothing.</summary>
public sealed class TenantDeletionTests : IDisposable
{
    private const string Marker = "Zaphod-Beeblebrox";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TenantId Doomed = new("doomed-tenant");
    private static readonly TenantId Spared = new("spared-tenant");

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-test-").FullName;

    private Func<ModelRequest, CancellationToken, Task> _work = (_, _) => Task.CompletedTask;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task After_it_no_byte_of_the_state_file_its_log_or_any_resource_tells_of_the_tenant_and_others_have_all_of_theirs()
    {
        await using (var services = Start())
        {
            await FillAsync(services, Doomed, conversations: 6, turns: 8);
            await FillAsync(services, Spared, conversations: 2, turns: 3);
            Assert.NotEmpty(Find(Doomed));

            await services.GetRequiredService<TenantDeletion>().RunAsync(Doomed, null, default);

            Assert.Empty(Find(Doomed));
            Assert.NotEmpty(Find(Spared));
            Assert.Null(await services.GetRequiredService<ITenants>().FindAsync(Doomed, default));
            var left = await services.GetRequiredService<IJarvis>().ListConversationsAsync(Spared, 10, null, default);
            Assert.Equal([3, 3], left.Conversations.Select(conversation => conversation.Turns));
        }

        Assert.Empty(Find(Doomed));
        await using var next = Start();
        Assert.Equal(3, (await next.GetRequiredService<IJarvis>().GetAsync(new(Spared, "c0"), default)).Turns.Length);
        Assert.Equal("ok", Integrity());
    }

    [Fact]
    public async Task Work_that_is_under_way_is_stopped_and_leaves_nothing()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var services = Start())
        {
            await FillAsync(services, Doomed, conversations: 1, turns: 1);
            _work = async (_, cancellationToken) =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            };
            var jarvis = services.GetRequiredService<IJarvis>();
            var receipt = await jarvis.SubmitAsync(new(Doomed, "open"), Request(Doomed), default);
            var reading = ReadAsync(jarvis, receipt);
            await begun.Task.WaitAsync(Patience);

            await services.GetRequiredService<TenantDeletion>().RunAsync(Doomed, null, default);

            // A reader is told that the turn was cancelled, or that the conversation is gone, whatever came first.
            Assert.True(await HasEndedAsync(reading));
        }

        Assert.Empty(Find(Doomed));
    }

    [Fact]
    public async Task While_it_goes_on_nothing_new_is_taken_and_a_start_goes_on_with_what_was_broken_off()
    {
        await using (var services = Start())
        {
            await FillAsync(services, Doomed, conversations: 3, turns: 2);
            using var stop = new CancellationTokenSource();

            // Broken off in the midst of its conversations, as if the host had been killed there.
            var breaking = new Progress(step =>
            {
                if (step.Conversations == 1)
                    stop.Cancel();
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => services.GetRequiredService<TenantDeletion>().RunAsync(Doomed, breaking, stop.Token));

            var jarvis = services.GetRequiredService<IJarvis>();
            var refused = await Assert.ThrowsAsync<JarvisException>(() => jarvis.SubmitAsync(new(Doomed, "new"), new TurnRequest("hello"), default));
            Assert.Equal(ErrorCode.Conflict, refused.Code);
            Assert.Contains("being deleted", refused.Message, StringComparison.Ordinal);
            Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<JarvisException>(() => UploadAsync(jarvis, Doomed, 99))).Code);
            Assert.NotEmpty(Find(Doomed));
        }

        await using (var next = Start(resume: true))
        {
            _ = next.GetRequiredService<IJarvis>();
            using var patience = new CancellationTokenSource(Patience);
            while (await next.GetRequiredService<ITenants>().FindAsync(Doomed, patience.Token) is not null)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }

        Assert.Empty(Find(Doomed));
    }

    [Fact]
    public async Task A_tenant_whose_name_begins_as_anothers_keeps_everything()
    {
        await using var services = Start();
        TenantId[] near = [new("doomed-tenant2"), new("doomed-tenant-2"), new("doomed-tenant.x"), new("doomed"), new("Doomed-tenant"), new("0")];
        foreach (var tenant in near)
            await FillAsync(services, tenant, conversations: 1, turns: 1);

        await FillAsync(services, Doomed, conversations: 1, turns: 1);

        await services.GetRequiredService<TenantDeletion>().RunAsync(Doomed, null, default);

        foreach (var tenant in near)
        {
            Assert.Single((await services.GetRequiredService<IJarvis>().GetAsync(new(tenant, "c0"), default)).Turns);
            Assert.Single(await services.GetRequiredService<ICallerKeys>().ListAsync(tenant, default));
        }
    }

    private static async Task<bool> HasEndedAsync(Task<List<ConversationEvent>> reading)
    {
        try
        {
            return (await reading)[^1] is TurnFinished { Status: TurnStatus.Cancelled };
        }
        catch (JarvisException exception)
        {
            return exception.Code == ErrorCode.NotFound;
        }
    }

    private static TurnRequest Request(TenantId tenant) => new($"{Marker} of {tenant}: {new string('x', 3000)}");

    private static Task<Resource> UploadAsync(IJarvis jarvis, TenantId tenant, int number) =>
        jarvis.UploadAsync(tenant, new MemoryStream(Encoding.UTF8.GetBytes($"{Marker} file {number} of {tenant}")), $"{Marker}.txt", default);

    private static async Task<List<ConversationEvent>> ReadAsync(IJarvis jarvis, TurnReceipt receipt)
    {
        using var patience = new CancellationTokenSource(Patience);
        var events = new List<ConversationEvent>();
        await foreach (var happened in jarvis.ReadTurnAsync(receipt, patience.Token))
            events.Add(happened);

        return events;
    }

    /// <summary>Conversations, turns of some size, files, keys, limits and usage.</summary>
    private static async Task FillAsync(ServiceProvider services, TenantId tenant, int conversations, int turns)
    {
        var jarvis = services.GetRequiredService<IJarvis>();
        await services.GetRequiredService<ITenants>().CreateAsync(tenant, $"{Marker} {tenant}", default);
        await services.GetRequiredService<ITenants>().SetLimitsAsync(tenant, new Dictionary<string, LimitChange> { ["turns-per-day"] = LimitChange.To(1000) }, default);
        var key = await services.GetRequiredService<ICallerKeys>().CreateAsync(tenant, new($"{Marker} {tenant}", KeyScope.Use), default);
        await services.GetRequiredService<ICallerKeys>().AuthenticateAsync(key.Reveal(), default);
        for (var conversation = 0; conversation < conversations; conversation++)
        {
            for (var turn = 0; turn < turns; turn++)
            {
                var file = await UploadAsync(jarvis, tenant, (conversation * turns) + turn);
                var receipt = await jarvis.SubmitAsync(new(tenant, $"c{conversation}"), Request(tenant) with { Attachments = [file] }, default);
                Assert.Equal(TurnStatus.Answered, Assert.IsType<TurnFinished>((await ReadAsync(jarvis, receipt))[^1]).Status);
            }
        }
    }

    private ServiceProvider Start(bool resume = false)
    {
        var tasks = Enumerable.Range(0, 2).Select(id => new PlannedTask(id, TaskTypes.TextGeneration)
        {
            Arguments = System.Collections.Immutable.ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument($"{Marker} {id}")),
        });
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            await _work(request, cancellationToken);
            return ModelOutcome.Success(ModelOutput.FromText("text", $"{Marker} made for {request.Turn} {new string('y', 2000)}"));
        });
        return new ServiceCollection()
            .AddSingleton<IPlanner>(new ScriptedPlanner([.. tasks]))
            .AddSingleton<IModelRunner>(runner)
            .AddSingleton<IModelSource>(new ListedModels([ListedModels.Card("a", TaskTypes.TextGeneration)]))
            .AddSqliteState(state =>
            {
                state.Path = Path.Combine(_folder, "state.db");
                state.Lock = SqliteLock.Exclusive;
            })
            .AddFileResources(resources => resources.Directory = Path.Combine(_folder, "resources"))
            .AddJarvis(host => host.ResumeOnStart = resume)
            .BuildServiceProvider();
    }

    /// <summary>Whether any byte of any file, or the name of one, tells of a tenant: its name, or what only it has.</summary>
    private List<string> Find(TenantId tenant)
    {
        byte[][] wanted =
        [
            Encoding.UTF8.GetBytes(tenant.Value), Encoding.UTF8.GetBytes($"{Marker} file 0 of {tenant}"), Encoding.UTF8.GetBytes($"{Marker} of {tenant}"),
            Encoding.UTF8.GetBytes($"{Marker} made for {tenant}"),
        ];
        // Nobody else may open the lock, which nothing is written to.
        var files = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".db.lock", StringComparison.Ordinal));
        return [.. files.SelectMany(path => Hits(path, wanted))];
    }

    private static IEnumerable<string> Hits(string path, byte[][] wanted)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        file.CopyTo(content);
        var bytes = content.ToArray();
        foreach (var text in wanted)
        {
            var at = bytes.AsSpan().IndexOf(text);
            if (at >= 0)
            {
                var around = Encoding.Latin1.GetString(bytes[Math.Max(0, at - 100)..Math.Min(bytes.Length, at + 100)]);
                yield return $"{Path.GetFileName(path)} at {at} of {bytes.Length}: {around}";
            }
            else if (path.Contains(Encoding.UTF8.GetString(text), StringComparison.Ordinal))
            {
                yield return path;
            }
        }
    }

    private string Integrity()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "state.db")};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }

    private sealed class Progress(Action<DeletionProgress> told) : IProgress<DeletionProgress>
    {
        public void Report(DeletionProgress value) => told(value);
    }
}
