namespace Jarvis.Gateway.Mcp;

/// <summary>A session while a request is about it: it does not end by itself until this is disposed.</summary>
/// <param name="sessions">Where it is.</param>
/// <param name="session">The session.</param>
internal sealed class McpSessionUse(McpSessions sessions, McpSession session) : IDisposable
{
    private int _left;

    internal McpSession Session { get; } = session;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            sessions.Leave(Session);
        }
    }
}
