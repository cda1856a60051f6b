using Jarvis.Errors;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Limits;

/// <summary>Bounds how many event streams and long polls a caller has at once. Thread-safe.</summary>
/// <param name="options">How many.</param>
internal sealed class StreamSlots(IOptions<GatewayOptions> options)
{
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Takes a slot until what is returned is disposed.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Overloaded"/>.</exception>
    internal IDisposable Take(Caller caller)
    {
        lock (_lock)
        {
            var count = _open.GetValueOrDefault(caller.KeyId);
            if (count >= options.Value.MaxEventStreams)
            {
                throw Error.Overloaded($"{count:N0} event streams of this key are open, the most that there may be; close some, or follow several turns of a conversation by one.", ComeAgain);
            }

            _open[caller.KeyId] = count + 1;
        }

        return new Slot(this, caller.KeyId);
    }

    private void Leave(string key)
    {
        lock (_lock)
        {
            if (--_open[key] == 0)
            {
                _open.Remove(key);
            }
        }
    }

    private sealed class Slot(StreamSlots slots, string key) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                slots.Leave(key);
            }
        }
    }
}
