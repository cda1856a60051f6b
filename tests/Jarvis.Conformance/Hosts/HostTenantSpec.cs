using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.State;
using Jarvis.Tenancy;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance.Hosts;

/// <summary>A tenant gets no more than it may have, and nothing of another's.</summary>
public abstract class HostTenantSpec : HostSpec
{
    private const string Secret = "the-secret-of-local";

    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 30, TimeSpan.Zero);
    private static readonly TenantId Other = new("other");

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly IStateStore _store = new InMemoryStateStore();

    [Fact]
    public async Task One_turn_more_than_a_day_may_have_is_refused_with_which_limit_and_when_to_come_again_over_a_restart_too()
    {
        var setup = Setup(tenants => tenants.MaxTurnsPerDay = 3);
        await using (var host = await StartAsync(setup))
        {
            await AskAsync(host);
            await AskAsync(host);
        }

        await using var next = await StartAsync(setup);
        await AskAsync(next);
        var refused = await RefusedAsync(next);

        Assert.Contains("3 turns accepted in a day", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Jarvis:Tenants:MaxTurnsPerDay", refused.Message, StringComparison.Ordinal);
        Assert.Contains("jarvis tenants limits local turns-per-day=", refused.Message, StringComparison.Ordinal);
        Assert.Equal((true, TimeSpan.FromHours(12) - TimeSpan.FromSeconds(30)), (refused.Retryable, refused.RetryAfter));
        Assert.Equal(3, (await next.Jarvis.GetAsync(Conversation, default)).Turns.Length);
        await next.Jarvis.SubmitAsync(new(Other, "c"), new TurnRequest("do it"), default);

        _time.SetUtcNow(Noon.AddHours(12));
        await AskAsync(next);
    }

    [Fact]
    public async Task A_minute_of_the_clock_has_its_own_limit()
    {
        await using var host = await StartAsync(Setup(tenants => (tenants.MaxTurnsPerMinute, tenants.MaxTurnsPerDay) = (2, 3)));
        await AskAsync(host);
        await AskAsync(host);

        var refused = await RefusedAsync(host);
        _time.Advance(TimeSpan.FromSeconds(30));
        await AskAsync(host);

        Assert.Contains("2 turns accepted in a minute", refused.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(30), refused.RetryAfter);
        Assert.Contains("in a day", (await RefusedAsync(host)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_is_no_further_turn()
    {
        await using var host = await StartAsync(Setup(tenants => tenants.MaxTurnsPerDay = 2));
        var request = new TurnRequest("do it") { IdempotencyKey = "k" };

        var receipts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Jarvis.SubmitAsync(Conversation, request, default)));

        Assert.Single(receipts.Distinct());
        await ReadAsync(host, receipts[0]);
        await AskAsync(host);
        await RefusedAsync(host);
        Assert.Equal(receipts[0], await host.Jarvis.SubmitAsync(Conversation, request, default));
    }

    [Fact]
    public async Task No_more_tasks_are_with_models_than_may_be_the_rest_wait_and_a_new_turn_is_refused_meanwhile()
    {
        var (running, most, gate) = (0, 0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var runner = new ScriptedRunner(async (_, _, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await gate.Task;
            Interlocked.Decrement(ref running);
            return ModelOutcome.Success(ModelOutput.FromText("text", "done"));
        });
        var tasks = Enumerable.Range(0, 6).Select(id => Text(id, TaskTypes.TextGeneration, $"text:{id}")).ToArray();
        var setup = new HostSetup(new ScriptedPlanner(tasks), runner, ListedModels.Card("a", TaskTypes.TextGeneration) with { MaxBatch = 1 })
        {
            Tenants = tenants => tenants.MaxTasksInFlight = 1,
        };
        await using var host = await StartAsync(setup);
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<TaskStarted>(host, receipt);

        var refused = await RefusedAsync(host);
        gate.SetResult();
        var events = await ReadAsync(host, receipt);

        Assert.Contains("tasks-in-flight", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(1, most);
        Assert.Equal(6, events.OfType<TaskSucceeded>().Count());
        await AskAsync(host);
    }

    [Fact]
    public async Task A_turn_that_is_cancelled_lets_the_next_ones_tasks_go_on()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = new ScriptedRunner(async (_, _, cancellationToken) =>
        {
            if (begun.TrySetResult())
            {
                await Forever.Async(cancellationToken);
            }

            return ModelOutcome.Success(ModelOutput.FromText("text", "done"));
        });
        var setup = new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "text:a"), Text(1, TaskTypes.TextGeneration, "text:b")), runner, ListedModels.Card("a", TaskTypes.TextGeneration))
        {
            Tenants = tenants => tenants.MaxTasksInFlight = 1,
        };
        await using var host = await StartAsync(setup);
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await begun.Task.WaitAsync(Patience);

        await host.Jarvis.CancelAsync(receipt.Turn, default);
        Assert.Equal(TurnStatus.Cancelled, End(await ReadAsync(host, receipt)).Status);

        Assert.Equal(2, (await ReadAsync(host, await SubmitOnceThereIsRoomAsync(host))).OfType<TaskSucceeded>().Count());
    }

    [Fact]
    public async Task A_tenant_that_has_had_its_seconds_of_a_device_gets_no_more_of_it_until_the_next_day_and_others_do()
    {
        var runner = new ScriptedRunner((_, _, _) =>
        {
            _time.Advance(TimeSpan.FromSeconds(4));
            return Task.FromResult(ModelOutcome.Success(ModelOutput.FromText("text", "done")));
        });
        var setup = Setup(tenants => tenants.MaxDeviceSecondsPerDay = 7) with { Runner = runner };
        await using (var host = await StartAsync(setup))
        {
            Assert.Single((await AskAsync(host)).OfType<TaskSucceeded>());
            Assert.Single((await AskAsync(host)).OfType<TaskSucceeded>());
        }

        await using var next = await StartAsync(setup);
        var failed = Assert.Single((await AskAsync(next)).OfType<TaskFailed>());
        var other = await next.Jarvis.SubmitAsync(new(Other, "c"), new TurnRequest("do it"), default);

        Assert.Equal(ErrorCode.QuotaExceeded, failed.Error.Code);
        Assert.Contains("7 s a day on each device", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains("cpu", failed.Error.Message, StringComparison.Ordinal);
        Assert.Single((await ReadAsync(next, other)).OfType<TaskSucceeded>());
        await IdleAsync(next);
        _time.SetUtcNow(Noon.AddDays(1));
        var last = await AskAsync(next);
        Assert.True(last.OfType<TaskSucceeded>().Count() == 1, string.Join("\n", last));
    }

    /// <summary>What comes of a job is told before its batch has ended, and how long that took is told by the clock.</summary>
    private static async Task IdleAsync(IRunningHost host)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await host.Jarvis.ListModelsAsync(patience.Token)).SelectMany(model => model.Replicas).Any(replica => replica.Running > 0))
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Files_that_are_sent_and_files_that_are_made_are_held_to_the_same_limit()
    {
        await using var host = await StartAsync(Setup(tenants => tenants.MaxStoredBytes = 100));
        await host.Jarvis.UploadAsync(TenantId.Local, new MemoryStream(new byte[97]), "a.bin", default);

        var refused = await Assert.ThrowsAsync<JarvisException>(
            () => host.Jarvis.UploadAsync(TenantId.Local, new MemoryStream("1234"u8.ToArray()), "b.txt", default));
        var failed = Assert.Single((await AskAsync(host)).OfType<TaskFailed>());

        Assert.Equal((ErrorCode.QuotaExceeded, ErrorCode.QuotaExceeded), (refused.Code, failed.Error.Code));
        Assert.Contains("keep 100 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("jarvis resources list --tenant local", refused.Message, StringComparison.Ordinal);
        await host.Jarvis.UploadAsync(TenantId.Local, new MemoryStream(new byte[97]), "again.bin", default);
        await host.Jarvis.UploadAsync(Other, new MemoryStream(new byte[100]), "theirs.bin", default);
    }

    /// <summary>Goes over the methods that there are, so that a new one cannot be forgotten.</summary>
    [Fact]
    public async Task No_method_tells_a_tenant_anything_of_another_by_its_ids()
    {
        await using var host = await StartAsync(Setup(_ => { }));
        var file = await host.Jarvis.UploadAsync(TenantId.Local, new MemoryStream(Encoding.UTF8.GetBytes(Secret)), $"{Secret}.txt", default);
        await AskAsync(host, new TurnRequest(Secret) { Attachments = [file], IdempotencyKey = "key" });

        foreach (var method in typeof(IJarvis).GetMethods())
        {
            var told = await CallAsync(host.Jarvis, method, file);

            Assert.DoesNotContain(Secret, told, StringComparison.Ordinal);
            switch (method.Name)
            {
                // They name something that this tenant does not have.
                case nameof(IJarvis.OpenAsync) or nameof(IJarvis.CancelAsync) or nameof(IJarvis.DeleteConversationAsync) or nameof(IJarvis.SubmitAsync):
                    Assert.StartsWith("not_found", told, StringComparison.Ordinal);
                    break;

                // The conversation of that name is the tenant's own, and empty: no event 1 was ever there.
                case nameof(IJarvis.ReadEventsAsync):
                    Assert.StartsWith("invalid_request", told, StringComparison.Ordinal);
                    break;
                case nameof(IJarvis.GetAsync):
                    Assert.Contains("\"lastSequence\":0,\"turns\":[]", told, StringComparison.Ordinal);
                    break;
                case nameof(IJarvis.ListConversationsAsync):
                    Assert.Contains("\"conversations\":[]", told, StringComparison.Ordinal);
                    break;

                // They name nothing that belongs to anybody.
                case nameof(IJarvis.UploadAsync) or nameof(IJarvis.ListModelsAsync):
                    break;
                default:
                    // A new method that names a conversation, a turn or a file finds none.
                    Assert.StartsWith("not_found", told, StringComparison.Ordinal);
                    break;
            }
        }

        Assert.Equal(Secret, Assert.Single((await host.Jarvis.GetAsync(Conversation, default)).Turns).Request);
    }

    /// <summary>What a call with the ids of another tenant's things comes to, as text.</summary>
    private static async Task<string> CallAsync(IJarvis jarvis, MethodInfo method, Resource file)
    {
        var arguments = method.GetParameters().Select(parameter => Argument(parameter, file)).ToArray();
        try
        {
            var result = method.Invoke(jarvis, arguments);
            if (result is IAsyncEnumerable<ConversationEvent> events)
            {
                using var patience = new CancellationTokenSource(Patience);
                var read = new List<ConversationEvent>();
                await foreach (var happened in events.WithCancellation(patience.Token))
                    read.Add(happened);

                return JsonSerializer.Serialize(read.ToImmutableArray(), JarvisJsonContext.Default.ImmutableArrayConversationEvent);
            }

            var task = Assert.IsAssignableFrom<Task>(result);
            await task;
            var value = task.GetType().GetProperty("Result")?.GetValue(task);
            return value is null || JarvisJsonContext.Default.GetTypeInfo(value.GetType()) is not { } type ? $"{value}" : JsonSerializer.Serialize(value, type);
        }
        catch (JarvisException exception)
        {
            return $"{JsonSerializer.Serialize(exception.Code).Trim('"')} {exception.Message}";
        }
        catch (TargetInvocationException exception) when (exception.InnerException is JarvisException inner)
        {
            return $"{JsonSerializer.Serialize(inner.Code).Trim('"')} {inner.Message}";
        }
    }

    private static object? Argument(ParameterInfo parameter, Resource file)
    {
        var theirs = new ConversationId(Other, Conversation.Name);
        return parameter.ParameterType switch
        {
            var type when type == typeof(TenantId) => Other,
            var type when type == typeof(ConversationId) => theirs,
            var type when type == typeof(TurnId) => theirs.Turn(1),
            var type when type == typeof(TaskId) => theirs.Turn(1).Task(0),
            var type when type == typeof(ResourceId) => file.Id,
            var type when type == typeof(TurnRequest) => new TurnRequest("read it") { Attachments = [file with { Name = "x.txt", Text = null }], IdempotencyKey = "key" },
            var type when type == typeof(TurnCommand) => new CancelTask(0),
            var type when type == typeof(Stream) => new MemoryStream("mine"u8.ToArray()),
            var type when type == typeof(CancellationToken) => CancellationToken.None,
            var type when type == typeof(string) => parameter.Name == "name" ? "mine.txt" : null,
            var type when type == typeof(long) || type == typeof(int) => Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture),
            var type when type.IsValueType => Activator.CreateInstance(type),
            _ => null,
        };
    }

    /// <summary>Tasks of a turn that was cancelled leave their models a moment after it has ended.</summary>
    private static async Task<TurnReceipt> SubmitOnceThereIsRoomAsync(IRunningHost host)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), patience.Token);
            }
            catch (JarvisException exception) when (exception.Code == ErrorCode.QuotaExceeded)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task<JarvisException> RefusedAsync(IRunningHost host)
    {
        var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default));
        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        return refused;
    }

    private HostSetup Setup(Action<TenantOptions> tenants) =>
        new(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "text:hello")), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("a", TaskTypes.TextGeneration))
        {
            Time = _time,
            State = _store,
            Tenants = tenants,
        };
}
