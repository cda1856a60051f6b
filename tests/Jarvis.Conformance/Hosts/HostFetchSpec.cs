using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conformance.Hosts;

/// <summary>How files that requests name by their address on the web come into a turn.</summary>
public abstract class HostFetchSpec : HostSpec
{
    private const string Cat = "https://web.example/cat.txt";
    private const string Dog = "https://web.example/dog.txt";

    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);

    private readonly InMemoryResourceStore _resources = new();
    private readonly List<PlanningRequest> _planned = [];

    [Fact]
    public async Task An_address_in_a_request_is_fetched_before_it_is_planned()
    {
        await using var host = await StartAsync(Fetching(address => Encoding.UTF8.GetBytes(address)));

        var events = await AskAsync(host, new TurnRequest($"what is on {Cat}?"));

        var planned = Assert.Single(_planned);
        Assert.Equal("what is on cat.txt?", planned.Request);
        Assert.Equal("cat.txt", Assert.Single(planned.Attachments).Name);
        Assert.Equal($"writer({Cat})", TextOf(events, 0));
        Assert.Equal(
            [nameof(TurnAccepted), nameof(PlanStarted), nameof(FetchStarted), nameof(FetchFinished), nameof(TaskPlanned)],
            events.Take(5).Select(happened => happened.GetType().Name));
        Assert.Equal(TurnStatus.Answered, End(events).Status);
        var turn = Assert.Single((await host.Jarvis.GetAsync(Conversation, default)).Turns);
        Assert.Contains(turn.Resources, resource => resource.Name == "cat.txt");
    }

    [Fact]
    public async Task A_later_turn_may_name_what_an_earlier_one_fetched()
    {
        await using var host = await StartAsync(Fetching(Encoding.UTF8.GetBytes));
        await AskAsync(host, new TurnRequest($"read {Cat}"));

        await AskAsync(host, new TurnRequest("read it again"));

        Assert.Contains(_planned[1].History.Single().Resources, resource => resource.Name == "cat.txt");
    }

    [Fact]
    public async Task An_address_in_a_request_that_cannot_be_fetched_is_left_out_with_the_reason()
    {
        await using var host = await StartAsync(Fetching(address =>
            address == Dog ? throw new JarvisException(ErrorCode.Forbidden, "It is private.") : Encoding.UTF8.GetBytes(address)));

        var events = await AskAsync(host, new TurnRequest($"compare {Cat} and {Dog}?key=secret {Dog}"));

        Assert.Contains(new PartDropped(Dog, "It is private."), events.OfType<PlanFinished>().Single().Dropped);
        Assert.Contains(_planned.Single().Attachments, resource => resource.Name == "cat.txt");
        Assert.DoesNotContain(events, happened => happened is FetchStarted { Address: var address } && address.Contains("secret", StringComparison.Ordinal));
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task A_turn_that_had_nothing_but_what_cannot_be_fetched_fails_for_that_reason()
    {
        await using var host = await StartAsync(Fetching(_ => throw new JarvisException(ErrorCode.Forbidden, "It is private.")));

        var end = End(await AskAsync(host, new TurnRequest($"read {Cat}")));

        Assert.Equal((TurnStatus.Failed, ErrorCode.Forbidden, "It is private."), (end.Status, end.Error?.Code, end.Error?.Message));
    }

    [Fact]
    public async Task What_a_planner_answers_by_itself_does_not_stand_for_a_file_that_cannot_be_fetched()
    {
        var planner = new ScriptedPlanner((_, _) => Answer());
        await using var host = await StartAsync(Fetching(_ => throw Error.NotFound("It is not there.")) with { Planner = planner });

        var events = await AskAsync(host, new TurnRequest($"what is on {Cat}?"));

        Assert.Equal((TurnStatus.Failed, ErrorCode.NotFound), (End(events).Status, End(events).Error?.Code));
        Assert.DoesNotContain(events, happened => happened is AnswerFinished);

        static async IAsyncEnumerable<PlanStep> Answer()
        {
            await Task.Yield();
            yield return new AnsweredDirectly("A cat.");
        }
    }

    [Fact]
    public async Task A_file_that_is_attached_by_address_and_cannot_be_fetched_fails_the_turn_unplanned()
    {
        await using var host = await StartAsync(Fetching(address =>
            address == Dog ? throw Error.TooLarge("It is too large.") : Encoding.UTF8.GetBytes(address)));

        var end = End(await AskAsync(host, new TurnRequest("read these") { Addresses = [Cat, Dog] }));

        Assert.Equal((TurnStatus.Failed, ErrorCode.TooLarge), (end.Status, end.Error?.Code));
        Assert.Empty(_planned);
    }

    [Fact]
    public async Task What_is_named_and_attached_is_fetched_once()
    {
        var setup = Fetching(Encoding.UTF8.GetBytes);
        await using var host = await StartAsync(setup);

        var events = await AskAsync(host, new TurnRequest($"read {Cat} and {Cat}") { Addresses = [Cat, Dog, Dog] });

        Assert.Equal([Cat, Dog], ((ScriptedFetcher)setup.Fetcher!).Asked.Order(StringComparer.Ordinal));
        Assert.Equal(["cat.txt", "dog.txt"], _planned.Single().Attachments.Select(resource => resource.Name));
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task No_more_addresses_of_a_request_are_fetched_than_its_limit()
    {
        var setup = Fetching(Encoding.UTF8.GetBytes);
        await using var host = await StartAsync(setup);

        var events = await AskAsync(host, new TurnRequest(string.Join(' ', Enumerable.Range(0, 100).Select(i => $"https://web.example/{i}.txt"))));

        Assert.Equal(8, ((ScriptedFetcher)setup.Fetcher!).Asked.Count);
        Assert.Contains(events.OfType<PlanFinished>().Single().Dropped, part => part.Reason.Contains("At most 8 addresses", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_turn_fetches_no_longer()
    {
        using var fetching = new ManualResetEventSlim();
        var stopped = new TaskCompletionSource();
        var setup = Fetching(Encoding.UTF8.GetBytes) with
        {
            Fetcher = new HangingFetcher(fetching, stopped),
        };
        await using var host = await StartAsync(setup);

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest($"read {Cat}"), default);
        Assert.True(fetching.Wait(Patience));
        await host.Jarvis.CancelAsync(receipt.Turn, default);

        await stopped.Task.WaitAsync(Patience);
        Assert.Equal(TurnStatus.Cancelled, End(await ReadAsync(host, receipt)).Status);
        Assert.Empty(_planned);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:word@web.example/")]
    [InlineData("https://web.example/\r\nX: y")]
    [InlineData("")]
    public async Task An_attached_address_that_is_none_is_refused_before_the_turn_is_accepted(string address)
    {
        await using var host = await StartAsync(Fetching(Encoding.UTF8.GetBytes));

        var refused = await Assert.ThrowsAsync<JarvisException>(() =>
            host.Jarvis.SubmitAsync(Conversation, new TurnRequest("read it") { Addresses = [address] }, default));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.Empty((await host.Jarvis.GetAsync(Conversation, default)).Turns);
    }

    [Fact]
    public async Task More_addresses_than_files_may_be_attached_are_refused()
    {
        await using var host = await StartAsync(Fetching(Encoding.UTF8.GetBytes));
        var request = new TurnRequest("read them") { Addresses = [.. Enumerable.Range(0, 33).Select(i => $"{Cat}?{i}")] };

        var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Conversation, request, default));

        Assert.Equal(ErrorCode.TooLarge, refused.Code);
    }

    [Fact]
    public async Task A_host_that_fetches_nothing_says_so_and_leaves_addresses_in_a_request_alone()
    {
        await using var host = await StartAsync(Fetching(Encoding.UTF8.GetBytes) with { Fetcher = null });

        var refused = await Assert.ThrowsAsync<JarvisException>(() =>
            host.Jarvis.SubmitAsync(Conversation, new TurnRequest("read it") { Addresses = [Cat] }, default));
        await AskAsync(host, new TurnRequest($"read {Cat}"));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.Equal($"read {Cat}", _planned.Single().Request);
    }

    /// <summary>A host whose planner writes a text of the first attachment, and plans nothing where there is none.</summary>
    private HostSetup Fetching(Func<string, byte[]> fetch) => new(new ScriptedPlanner(PlanAsync), new ScriptedRunner(ScriptedRunner.Echo), Writer)
    {
        Fetcher = new ScriptedFetcher(_resources, fetch),
        Resources = _ => _resources,
    };

    private async IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _planned.Add(request);
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Attachments is [var first, ..])
        {
            yield return new TaskProposed(new PlannedTask(0, TaskTypes.TextGeneration)
            {
                Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new ResourceArgument(first.Id)),
            });
        }
    }

    private sealed class HangingFetcher(ManualResetEventSlim fetching, TaskCompletionSource stopped) : IResourceFetcher
    {
        public async Task<Resource> FetchAsync(Identity.TenantId tenant, string address, CancellationToken cancellationToken)
        {
            fetching.Set();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            finally
            {
                stopped.SetResult();
            }

            throw new InvalidOperationException();
        }
    }
}
