using System.Collections.Concurrent;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Orleans.Benchmarks;

/// <summary>
/// Documents in memory, those of conversations only until so many others have ended: what hundreds of thousands leave behind would cost the garbage collector more than their turns
/// do, and in no silo does it stay in memory.
/// </summary>
internal sealed class RecentState : IStateStore
{
    /// <summary>How many conversations stay after their end, when some of it may still be written.</summary>
    private const int Ended = 32;

    private readonly ConcurrentDictionary<string, InMemoryStateStore> _conversations = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _ended = new();
    private readonly InMemoryStateStore _others = new();

    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class => StoreOf(key).ReadAsync<T>(key, cancellationToken);

    public ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class => StoreOf(key).WriteAsync(key, value, version, cancellationToken);

    public ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken) => StoreOf(key).DeleteAsync(key, version, cancellationToken);

    /// <summary>Takes note that nothing more is asked of a conversation.</summary>
    internal void End(ConversationId conversation)
    {
        _ended.Enqueue(conversation.ToString());
        if (_ended.Count > Ended && _ended.TryDequeue(out var oldest))
        {
            _conversations.TryRemove(oldest, out _);
        }
    }

    private InMemoryStateStore StoreOf(StateKey key)
    {
        if (key.Kind is not ("conversation" or "summary" or "turn" or "events" or "task"))
        {
            return _others;
        }

        var tenant = key.Id.IndexOf('/', StringComparison.Ordinal);
        var name = key.Id.IndexOf('/', tenant + 1);
        return _conversations.GetOrAdd(name < 0 ? key.Id : key.Id[..name], static _ => new InMemoryStateStore());
    }
}
