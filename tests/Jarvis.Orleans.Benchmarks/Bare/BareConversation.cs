using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Orleans.Benchmarks.Bare;

/// <summary>Starts one task after the other, and hands on what they report.</summary>
[GrainType("bare-conversation")]
internal sealed class BareConversation : Grain, IBareConversation
{
    private readonly Channel<ConversationEvent> _events = Channel.CreateUnbounded<ConversationEvent>();
    private TurnId _turn;
    private int _tasks;

    public async Task<TurnReceipt> SubmitAsync(TurnRequest request, int tasks)
    {
        (_turn, _tasks) = (new TurnId(ConversationId.Parse(this.GetPrimaryKeyString()), 1), tasks);
        await StartAsync(0);
        return new TurnReceipt(_turn, 0);
    }

    public async IAsyncEnumerable<ConversationEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in _events.Reader.ReadAllAsync(cancellationToken))
        {
            yield return happened;
        }
    }

    public async Task ReportAsync(ImmutableArray<TaskEvent> events)
    {
        foreach (var happened in events)
        {
            _events.Writer.TryWrite(happened);
            if (happened is not TaskSucceeded ended)
            {
                continue;
            }

            if (ended.Task + 1 == _tasks)
            {
                _events.Writer.TryComplete();
            }
            else
            {
                await StartAsync(ended.Task + 1);
            }
        }
    }

    private Task StartAsync(int task)
    {
        var id = new TaskId(_turn, task);
        _events.Writer.TryWrite(new TaskPlanned(task, new PlannedTask(task, TaskTypes.TextGeneration)));
        return GrainFactory.GetGrain<IBareTask>(id.ToString()).StartAsync(new TaskAssignment(id, TaskTypes.TextGeneration, DateTimeOffset.MaxValue));
    }
}
