using System.Text;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conformance.Hosts;

/// <summary>What a conversation records, and who may see it.</summary>
public abstract class HostEventSpec : HostSpec
{
    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);

    [Fact]
    public async Task Events_are_numbered_from_one_without_gaps_over_all_turns()
    {
        await using var host = await StartAsync(Chain(20));
        var events = new List<ConversationEvent>();
        for (var turn = 0; turn < 5; turn++)
        {
            events.AddRange(await AskAsync(host));
        }

        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(happened => happened.Sequence));
        Assert.True(events.Count > 5 * EventPage.Size);
    }

    [Fact]
    public async Task A_reader_may_resume_after_any_event_and_gets_exactly_the_rest()
    {
        await using var host = await StartAsync(Chain(40));
        var all = await AskAsync(host);

        for (var after = 0; after < all.Count - 1; after++)
        {
            var rest = new List<long>();
            await foreach (var happened in host.Jarvis.ReadEventsAsync(Conversation, after, default))
            {
                rest.Add(happened.Sequence);
                if (happened is TurnFinished)
                {
                    break;
                }
            }

            Assert.Equal(Enumerable.Range(after + 1, all.Count - after).Select(number => (long)number), rest);
        }
    }

    [Fact]
    public async Task Readers_who_come_at_any_time_all_see_the_same()
    {
        await using var host = await StartAsync(Chain(60));
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);

        var readers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReadAsync(host, receipt))));

        Assert.All(readers, events => Assert.Equal(readers[0].Select(happened => happened.Sequence), events.Select(happened => happened.Sequence)));
    }

    [Fact]
    public async Task A_reader_that_stops_reading_holds_nothing_up_and_misses_none_of_ten_thousand_events()
    {
        await using var host = await StartAsync(Chain(60));
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await using var stopped = host.Jarvis.ReadEventsAsync(Conversation, 0, default).GetAsyncEnumerator();
        Assert.True(await stopped.MoveNextAsync());

        // The turns end although that reader never comes back for more while they run.
        var last = (await ReadAsync(host, receipt))[^1].Sequence;
        while (last < 10_000)
        {
            last = (await AskAsync(host))[^1].Sequence;
        }

        for (var next = 2; next <= last; next++)
        {
            Assert.True(await stopped.MoveNextAsync().AsTask().WaitAsync(Patience));
            Assert.Equal(next, stopped.Current.Sequence);
        }
    }

    [Fact]
    public async Task Readers_that_join_at_the_edge_of_a_page_while_it_is_written_miss_and_double_nothing()
    {
        await using var host = await StartAsync(Chain(60));
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        using var patience = new CancellationTokenSource(Patience);
        var joined = new List<Task<List<long>>>();
        await foreach (var happened in host.Jarvis.ReadTurnAsync(receipt, patience.Token))
        {
            // One before the edge, on it and behind it, each the moment that it is reached.
            if (happened.Sequence % EventPage.Size is 0 or 1 or EventPage.Size - 1)
            {
                joined.AddRange(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RestAsync(happened.Sequence))));
            }
        }

        var last = (await host.Jarvis.GetAsync(Conversation, default)).LastSequence;
        var rests = await Task.WhenAll(joined);
        Assert.InRange(rests.Length, 8 * 3 * 2, int.MaxValue);
        Assert.All(rests, rest => Assert.Equal(Enumerable.Range((int)rest[0], (int)(last - rest[0]) + 1).Select(number => (long)number), rest));

        async Task<List<long>> RestAsync(long after)
        {
            // With the event that it joined after, so that what comes first is held to be the next.
            var rest = new List<long> { after };
            await foreach (var happened in host.Jarvis.ReadEventsAsync(Conversation, after, patience.Token))
            {
                rest.Add(happened.Sequence);
                if (happened is TurnFinished)
                {
                    break;
                }
            }

            return rest;
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public async Task Reading_after_an_event_that_never_was_is_refused(long after)
    {
        await using var host = await StartAsync(Chain(1));

        var refused = await Assert.ThrowsAsync<JarvisException>(
            async () => await host.Jarvis.ReadEventsAsync(Conversation, after, default).GetAsyncEnumerator().MoveNextAsync());

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
    }

    [Fact]
    public async Task The_story_of_a_task_is_told_in_order()
    {
        await using var host = await StartAsync(Chain(2));

        var events = await AskAsync(host);

        Assert.Equal(
            [nameof(TaskPlanned), nameof(ModelChosen), nameof(TaskStarted), nameof(TaskSucceeded)],
            events.OfType<TaskEvent>().Where(happened => happened.Task == 1).Select(happened => happened.GetType().Name));
        Assert.True(Sequence<TaskSucceeded>(0) < Sequence<TaskStarted>(1));
        Assert.IsType<TurnAccepted>(events[0]);

        long Sequence<T>(int task)
            where T : TaskEvent => events.OfType<T>().Single(happened => happened.Task == task).Sequence;
    }

    [Fact]
    public async Task One_idempotency_key_sent_a_hundred_times_at_once_is_one_turn()
    {
        await using var host = await StartAsync(Chain(1));
        var request = new TurnRequest("do it") { IdempotencyKey = "k" };

        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.Jarvis.SubmitAsync(Conversation, request, default)));

        Assert.Single(receipts.Distinct());
        var other = await Assert.ThrowsAsync<JarvisException>(
            () => host.Jarvis.SubmitAsync(Conversation, request with { Text = "do something else" }, default));
        Assert.Equal(ErrorCode.Conflict, other.Code);
    }

    [Fact]
    public async Task One_idempotency_key_for_other_files_or_another_time_is_a_conflict()
    {
        await using var host = await StartAsync(Chain(1));
        var file = await UploadAsync(host, TenantId.Local, "hello");
        var request = new TurnRequest("do it") { IdempotencyKey = "k", Attachments = [file] };
        var receipt = await host.Jarvis.SubmitAsync(Conversation, request, default);

        Assert.Equal(receipt, await host.Jarvis.SubmitAsync(Conversation, request, default));
        var others = new[]
        {
            request with { Attachments = [] },
            request with { Timeout = TimeSpan.FromMinutes(1) },
            request with { Approval = new ApprovalPolicy { WholePlan = true } },
        };
        foreach (var other in others)
        {
            var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Conversation, other, default));
            Assert.Equal(ErrorCode.Conflict, refused.Code);
        }
    }

    [Fact]
    public async Task What_was_never_set_is_refused()
    {
        await using var host = await StartAsync(Chain(1));

        Assert.Equal(ErrorCode.InvalidRequest, await RefusedAsync(Conversation, new TurnRequest("do it") { Attachments = [null!] }));
        Assert.Equal(ErrorCode.InvalidRequest, await RefusedAsync(Conversation, new TurnRequest("do it") { Attachments = [new Resource(default, "", 0, "")] }));
        Assert.Equal(ErrorCode.InvalidRequest, await RefusedAsync(default, new TurnRequest("do it")));
        Assert.Equal(1, (await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { Attachments = default }, default)).Turn.Number);

        async Task<ErrorCode> RefusedAsync(ConversationId conversation, TurnRequest request) =>
            (await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(conversation, request, default))).Code;
    }

    [Fact]
    public async Task A_request_with_too_many_attachments_is_refused_before_one_of_them_is_looked_for()
    {
        await using var host = await StartAsync(Chain(1));
        var missing = new Resource(new ResourceId(new string('0', 64)), "text/plain", 1, "a.txt");

        var refused = await Assert.ThrowsAsync<JarvisException>(
            () => host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { Attachments = [.. Enumerable.Repeat(missing, 1000)] }, default));

        Assert.Equal(ErrorCode.TooLarge, refused.Code);
    }

    [Theory]
    [InlineData("", ErrorCode.InvalidRequest)]
    [InlineData("  \n", ErrorCode.InvalidRequest)]
    [InlineData(null, ErrorCode.TooLarge)]
    public async Task A_request_that_cannot_be_is_refused_and_nothing_of_it_is_kept(string? text, ErrorCode code)
    {
        await using var host = await StartAsync(Chain(1));

        var refused = await Assert.ThrowsAsync<JarvisException>(
            () => host.Jarvis.SubmitAsync(Conversation, new TurnRequest(text ?? new string('a', 1 << 20)), default));

        Assert.Equal(code, refused.Code);
        Assert.Equal(0, (await host.Jarvis.GetAsync(Conversation, default)).LastSequence);
    }

    [Fact]
    public async Task One_tenant_can_neither_attach_nor_open_what_is_anothers()
    {
        await using var host = await StartAsync(Chain(1));
        var theirs = await UploadAsync(host, new TenantId("they"), "secret");

        var attached = await Assert.ThrowsAsync<JarvisException>(
            () => host.Jarvis.SubmitAsync(Conversation, new TurnRequest("read") { Attachments = [theirs] }, default));
        var opened = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.OpenAsync(TenantId.Local, theirs.Id, default));

        Assert.Equal((ErrorCode.NotFound, ErrorCode.NotFound), (attached.Code, opened.Code));
    }

    [Fact]
    public async Task What_a_caller_says_of_an_attachment_is_not_believed()
    {
        await using var host = await StartAsync(Chain(1));
        var stored = await UploadAsync(host, TenantId.Local, "hello");

        var events = await AskAsync(host, new TurnRequest("read") { Attachments = [stored with { MediaType = "image/png", Length = 7, Text = "bye" }] });

        var attachment = events.OfType<TurnAccepted>().Single().Attachments.Single();
        Assert.Equal((stored.MediaType, stored.Length, "hello"), (attachment.MediaType, attachment.Length, attachment.Text));
    }

    [Fact]
    public async Task A_result_knows_what_made_it_of_what_and_can_be_opened()
    {
        await using var host = await StartAsync(Chain(2));

        var events = await AskAsync(host);

        var results = events.OfType<TaskSucceeded>().Select(happened => happened.Result.Outputs["text"].Single()).ToList();
        Assert.Equal(new ModelId("writer"), results[1].Lineage!.Model);
        Assert.Equal(Conversation.Turn(1).Task(1), results[1].Lineage!.Task);
        Assert.Equal(results[0].Id, Assert.Single(results[1].Lineage!.Of));
        using var reader = new StreamReader(await host.Jarvis.OpenAsync(TenantId.Local, results[1].Id, default));
        Assert.Equal("writer(writer(a))", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_planner_is_told_of_earlier_turns_and_may_use_what_they_made()
    {
        var runner = new ScriptedRunner(ScriptedRunner.Echo);
        var planner = new ScriptedPlanner((request, _) => Plan(request));
        await using var host = await StartAsync(new HostSetup(planner, runner, Writer));

        await AskAsync(host);
        var events = await AskAsync(host, new TurnRequest("again"));

        Assert.Equal("writer(writer(a))", TextOf(events, 0));

        static async IAsyncEnumerable<PlanStep> Plan(PlanningRequest request)
        {
            var task = Text(0, TaskTypes.TextGeneration, "a");
            if (request.History is [.., { Request: "do it", Resources: [var made] }])
            {
                task = task with { Arguments = task.Arguments.SetItem("text", new ResourceArgument(made.Id)) };
            }

            yield return new TaskProposed(task);
            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task More_open_turns_than_allowed_are_refused_until_one_ends()
    {
        var runner = new ScriptedRunner(async (_, _, cancellationToken) =>
        {
            await Forever.Async(cancellationToken);
            throw new InvalidOperationException();
        });
        var setup = new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, Writer) { Conversations = options => options.MaxOpenTurns = 2 };
        await using var host = await StartAsync(setup);
        var first = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("1"), default);
        await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("2"), default);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Conversation, new TurnRequest("3"), default));
        await host.Jarvis.CancelAsync(first.Turn, default);
        var third = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("3"), default);

        Assert.Equal((ErrorCode.Overloaded, true, 3), (refused.Code, refused.Retryable, third.Turn.Number));
    }

    private static HostSetup Chain(int length) => new(
        new ScriptedPlanner([.. Enumerable.Range(0, length).Select(id => Text(id, TaskTypes.TextGeneration, id == 0 ? "a" : $"{id - 1}"))]),
        new ScriptedRunner(ScriptedRunner.Echo),
        Writer)
    {
        Conversations = options => options.PlanLimits = PlanLimits.Default with { MaxDepth = 64 },
    };

    private static async Task<Resource> UploadAsync(IRunningHost host, TenantId tenant, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await host.Jarvis.UploadAsync(tenant, content, "note.txt", default);
    }
}
