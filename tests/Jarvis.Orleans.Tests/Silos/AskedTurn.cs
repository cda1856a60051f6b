using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>A turn that a user asks for, as an app does that means it: with a key, and again when it is told to. What becomes of it.</summary>
/// <param name="jarvis">Whom it is asked.</param>
/// <param name="name">The name of its conversation, which has no other turn.</param>
internal sealed class AskedTurn(IJarvis jarvis, string name)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly List<DateTimeOffset> _signs = [];

    /// <summary>What was read of it.</summary>
    internal List<ConversationEvent> Events { get; } = [];

    /// <summary>What the user was told in place of an answer.</summary>
    internal List<JarvisException> Refusals { get; } = [];

    /// <summary>Asks, and reads to the end; or, cancelled, as far as it came.</summary>
    internal async Task RunAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        Sign();
        try
        {
            var conversation = new ConversationId(TenantId.Local, name);
            await TryAsync(async () => await jarvis.SubmitAsync(conversation, request with { IdempotencyKey = "once" }, cancellationToken), cancellationToken);
            Sign();
            await TryAsync(() => ReadAsync(conversation, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test says what is missing.
        }
    }

    /// <summary>Whether it had been asked for, and had not ended.</summary>
    internal bool WasOpenAt(DateTimeOffset moment) => _signs[0] < moment && _signs[^1] > moment;

    /// <summary>The longest time between two moments in which the user saw nothing happen.</summary>
    internal TimeSpan LongestSilence(DateTimeOffset after, DateTimeOffset before) => _signs.Zip(_signs.Skip(1))
        .Where(signs => signs.Second > after && signs.First < before)
        .Select(signs => signs.Second - (signs.First > after ? signs.First : after))
        .DefaultIfEmpty()
        .Max();

    /// <summary>How long after a moment another silo went on with it; null when none did until a later one.</summary>
    internal TimeSpan? ResumedAfter(DateTimeOffset after, DateTimeOffset before) =>
        Events.OfType<TurnResumed>().FirstOrDefault(resumed => resumed.At > after && resumed.At < before) is { } resumed ? resumed.At - after : null;

    /// <summary>That it was answered, and that nothing of it is missing or there twice.</summary>
    internal void AssertWhole()
    {
        Assert.True(Events is [.., TurnFinished { Status: TurnStatus.Answered }], $"{name} is not answered: {string.Join('\n', Events)}\n{string.Join('\n', Refusals)}");
        Assert.Equal(Enumerable.Range(1, Events.Count).Select(number => (long)number), Events.Select(happened => happened.Sequence));
        Assert.Equal(Events.OfType<TaskPlanned>().Count(), Events.OfType<TaskSucceeded>().Select(done => done.Task).Distinct().Count());
        Assert.All(Events.OfType<TaskSucceeded>().GroupBy(done => done.Task), of => Assert.Single(of));
    }

    /// <summary>That what was read is what is kept.</summary>
    internal async Task AssertKeptAsync(CancellationToken cancellationToken)
    {
        var kept = new AskedTurn(jarvis, name);
        await kept.ReadAsync(new ConversationId(TenantId.Local, name), cancellationToken);
        Assert.Equal(Events.Select(happened => (happened.Sequence, happened.At, happened.GetType())), kept.Events.Select(happened => (happened.Sequence, happened.At, happened.GetType())));
    }

    private async Task TryAsync(Func<Task> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await ask();
                return;
            }
            catch (JarvisException refused) when (refused.Retryable)
            {
                Refusals.Add(refused);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Reads on after the last event that came.</summary>
    private async Task ReadAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        await foreach (var happened in jarvis.ReadEventsAsync(conversation, Events.Count, cancellationToken))
        {
            Sign();
            Events.Add(happened);
            if (happened is TurnFinished)
            {
                return;
            }
        }
    }

    private void Sign() => _signs.Add(TimeProvider.System.GetUtcNow());
}
