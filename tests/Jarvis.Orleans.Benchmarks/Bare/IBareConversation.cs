using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis.Orleans.Benchmarks.Bare;

/// <summary>Takes the calls that a conversation takes.</summary>
public interface IBareConversation : IGrainWithStringKey
{
    Task<TurnReceipt> SubmitAsync(TurnRequest request, int tasks);

    IAsyncEnumerable<ConversationEvent> ReadAsync(CancellationToken cancellationToken);

    Task ReportAsync(ImmutableArray<TaskEvent> events);
}
