using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>What the specs of hosts share. A host's tests derive from each spec and bring the host.</summary>
public abstract class HostSpec
{
    /// <summary>The longest that a test waits for what must happen; only a broken host ever waits so long.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    protected static ConversationId Conversation { get; } = new(TenantId.Local, "spec");

    /// <summary>A host of the test's own.</summary>
    protected abstract Task<IRunningHost> StartAsync(HostSetup setup);

    /// <summary>A task that takes text; what it takes is written text:…, or the number of another task.</summary>
    protected static PlannedTask Text(int id, string type, params string[] inputs) => new(id, type)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", Argument(inputs)),
    };

    protected static async Task<List<ConversationEvent>> AskAsync(IRunningHost host, TurnRequest? request = null)
    {
        var receipt = await host.Jarvis.SubmitAsync(Conversation, request ?? new TurnRequest("do it"), default);
        return await ReadAsync(host, receipt);
    }

    protected static Task<List<ConversationEvent>> ReadAsync(IRunningHost host, TurnReceipt receipt) => host.Jarvis.ReadToEndAsync(receipt, Patience);

    /// <summary>Reads until something happens, and returns it.</summary>
    protected static async Task<T> WaitForAsync<T>(IRunningHost host, TurnReceipt receipt, Func<T, bool>? which = null)
        where T : ConversationEvent
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var happened in host.Jarvis.ReadTurnAsync(receipt, patience.Token))
        {
            if (happened is T wanted && which?.Invoke(wanted) != false)
            {
                return wanted;
            }
        }

        throw new InvalidOperationException($"The turn ended without {typeof(T).Name}.");
    }

    /// <summary>The text that a task gave.</summary>
    protected static string TextOf(IEnumerable<ConversationEvent> events, int task) =>
        events.OfType<TaskSucceeded>().Single(happened => happened.Task == task).Result.Outputs["text"].Single().Text!;

    protected static TurnFinished End(IEnumerable<ConversationEvent> events) => Assert.IsType<TurnFinished>(events.Last());

    private static Argument Argument(string[] inputs)
    {
        var items = inputs.Select(Argument).ToImmutableArray();
        return items.Length == 1 ? items[0] : new ListArgument(items);
    }

    private static Argument Argument(string input) => int.TryParse(input, out var task) ? new OutputArgument(task) : new TextArgument(input);
}
