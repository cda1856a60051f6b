using Microsoft.Extensions.Logging;

namespace Jarvis.Actors;

/// <summary>
/// What an actor says to others, sent one after the other outside its turns: two actors that tell each other something never wait for
/// each other, and what one says to another arrives in order.
/// </summary>
/// <param name="logger">Told of what could not be sent.</param>
public sealed partial class Outbox(ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Queue<Message> _waiting = new();
    private bool _sending;

    /// <summary>Sends when what was posted before is sent.</summary>
    /// <param name="send">Sends.</param>
    /// <param name="failed">What to do when sending throws; null to log it.</param>
    public void Post(Func<Task> send, Action<Exception>? failed = null)
    {
        lock (_lock)
        {
            _waiting.Enqueue(new Message(send, failed));
            if (_sending)
            {
                return;
            }

            _sending = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static outbox => _ = outbox.SendAllAsync(), this, preferLocal: true);
    }

    /// <summary>Waits until all that was posted before has been sent, or could not be.</summary>
    public Task FlushAsync()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            sent.SetResult();
            return Task.CompletedTask;
        });
        return sent.Task;
    }

    private async Task SendAllAsync()
    {
        while (Next() is { } message)
        {
            try
            {
                await message.Send().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // What one message throws must not keep the next from being sent.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Tell(message, exception);
            }
        }
    }

    private void Tell(Message message, Exception exception)
    {
        try
        {
            if (message.Failed is { } failed)
            {
                failed(exception);
                return;
            }

            LogNotSent(exception);
        }
#pragma warning disable CA1031 // Nor what telling of it throws.
        catch (Exception second)
#pragma warning restore CA1031
        {
            LogNotSent(second);
        }
    }

    private Message? Next()
    {
        lock (_lock)
        {
            _sending = _waiting.TryDequeue(out var message);
            return message;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A message between actors could not be delivered.")]
    private partial void LogNotSent(Exception exception);

    private sealed record Message(Func<Task> Send, Action<Exception>? Failed);
}
