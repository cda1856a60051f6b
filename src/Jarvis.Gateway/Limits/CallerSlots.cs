using Jarvis.Errors;
using Jarvis.Tenancy;

namespace Jarvis.Gateway.Limits;

/// <summary>Bounds how many of something each caller has at once. Thread-safe.</summary>
/// <param name="most">How many.</param>
/// <param name="full">What one more is told.</param>
internal sealed class CallerSlots(int most, Func<JarvisException> full)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes a slot until what is returned is disposed.</summary>
    /// <exception cref="JarvisException">There is none left.</exception>
    internal IDisposable Take(Caller caller)
    {
        lock (_lock)
        {
            var count = _taken.GetValueOrDefault(caller.KeyId);
            if (count >= most)
            {
                throw full();
            }

            _taken[caller.KeyId] = count + 1;
        }

        return new Slot(this, caller.KeyId);
    }

    private void Leave(string key)
    {
        lock (_lock)
        {
            if (--_taken[key] == 0)
            {
                _taken.Remove(key);
            }
        }
    }

    private sealed class Slot(CallerSlots slots, string key) : IDisposable
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
