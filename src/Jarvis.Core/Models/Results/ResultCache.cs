namespace Jarvis.Models.Results;

/// <summary>The results that were used last, up to a number and a size. Thread-safe.</summary>
/// <param name="options">How many, and how large.</param>
internal sealed class ResultCache(ResultCacheOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ResultKey, LinkedListNode<(ResultKey Key, KnownResult Result)>> _byKey = [];
    private readonly LinkedList<(ResultKey Key, KnownResult Result)> _byUse = [];
    private long _bytes;

    /// <summary>What is known; null for nothing.</summary>
    internal KnownResult? Find(ResultKey key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Result;
        }
    }

    /// <summary>Remembers a result, and forgets those that were not used for longest where there are too many.</summary>
    internal void Add(ResultKey key, KnownResult result)
    {
        lock (_lock)
        {
            Forget(key);
            _byKey.Add(key, _byUse.AddFirst((key, result)));
            _bytes += result.Bytes;
            while (_byKey.Count > options.MaxEntries || _bytes > options.MaxBytes)
            {
                Forget(_byUse.Last!.Value.Key);
            }
        }
    }

    /// <summary>Forgets a result.</summary>
    internal void Remove(ResultKey key)
    {
        lock (_lock)
        {
            Forget(key);
        }
    }

    private void Forget(ResultKey key)
    {
        if (_byKey.Remove(key, out var node))
        {
            _byUse.Remove(node);
            _bytes -= node.Value.Result.Bytes;
        }
    }
}
