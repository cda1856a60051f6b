using Jarvis.State;

namespace Jarvis.Orleans;

/// <summary>
/// Who alone writes a document: what one writer wrote is kept together or not at all. A conversation writes all of its own, a task its state; what
/// several may write, such as the list of a tenant's conversations, has nobody.
/// </summary>
internal static class SoleWriter
{
    /// <summary>The writer of a document; null where there may be several.</summary>
    internal static string? Of(StateKey key) => key.Kind switch
    {
        "conversation" or "summary" => key.Id,
        "turn" or "events" => ConversationOf(key.Id),
        "task" => key.ToString(),
        _ => null,
    };

    /// <summary>The first two parts of <c>tenant/conversation/…</c>.</summary>
    private static string ConversationOf(string id)
    {
        var name = id.IndexOf('/', StringComparison.Ordinal) + 1;
        var end = id.IndexOf('/', name);
        return end < 0 ? id : id[..end];
    }
}
