using Jarvis.Events;

namespace Jarvis.Orleans.Tests.Calls;

public sealed class RemoteEventsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Neither_reading_nor_ending_it_waits_for_a_silo_that_is_gone()
    {
        using var loss = new CancellationTokenSource();
        var events = new RemoteEvents(new Unanswered(), loss.Token, loss.Token);
        var reading = events.MoveNextAsync().AsTask();

        await loss.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
        await events.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    /// <summary>Where nobody answers, nor is heard to have been cancelled.</summary>
    private sealed class Unanswered : IAsyncEnumerable<ConversationEvent>, IAsyncEnumerator<ConversationEvent>
    {
        private readonly TaskCompletionSource<bool> _never = new();

        public ConversationEvent Current => throw new InvalidOperationException("There is none.");

        public IAsyncEnumerator<ConversationEvent> GetAsyncEnumerator(CancellationToken cancellationToken) => this;

        public ValueTask<bool> MoveNextAsync() => new(_never.Task);

        public ValueTask DisposeAsync() => new(_never.Task);
    }
}
