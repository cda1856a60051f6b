using System.Buffers.Binary;
using System.Text.Json;
using Jarvis.Errors;

namespace Jarvis.Models.Process.Isolation;

/// <summary>Messages over a pair of pipes: the length of each as four bytes, the lowest first, then its JSON. Sending is thread-safe.</summary>
/// <param name="input">Where messages come from.</param>
/// <param name="output">Where they go.</param>
internal sealed class WorkerChannel(Stream input, Stream output) : IDisposable
{
    /// <summary>The most bytes of one message; files are not in it.</summary>
    internal const int MaxLength = 64 << 20;

    private readonly SemaphoreSlim _sending = new(1);

    /// <summary>Sends a message.</summary>
    /// <exception cref="IOException">Nobody listens any more.</exception>
    /// <exception cref="JarvisException">It is too long (<see cref="ErrorCode.TooLarge"/>); nothing was sent.</exception>
    internal async Task SendAsync(WorkerMessage message, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, WorkerJsonContext.Default.WorkerMessage);
        if (json.Length > MaxLength)
        {
            throw Error.TooLarge($"A request of {json.Length:N0} bytes is more than a model in a process of its own is given; make it smaller.");
        }

        var frame = new byte[sizeof(int) + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, json.Length);
        json.CopyTo(frame, sizeof(int));
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Once begun it is sent whole: half a message would spoil all that come after.
            await output.WriteAsync(frame, CancellationToken.None).ConfigureAwait(false);
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Receives the next message. For one reader.</summary>
    /// <returns>Null when the other side has closed.</returns>
    /// <exception cref="IOException">It broke off, or what came is no message.</exception>
    internal async Task<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(int)];
        if (await input.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < length.Length)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (size is <= 0 or > MaxLength)
        {
            throw new IOException($"A message of {size} bytes cannot be.");
        }

        var json = new byte[size];
        await input.ReadExactlyAsync(json, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(json, WorkerJsonContext.Default.WorkerMessage) ?? throw new IOException("A message is null.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new IOException("A message makes no sense.", exception);
        }
    }

    public void Dispose() => _sending.Dispose();
}
