namespace Jarvis.Models;

/// <summary>
/// What changes the engine's state goes through here, one at a time; what comes of it, and may take time or call others, runs after the
/// change, in order or side by side with what comes of another. A change takes microseconds, so one gate for all models is enough, and what needs several of them at
/// once, such as making room, sees all of them as they are.
/// </summary>
internal sealed class EngineGate
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _after = new();

    /// <summary>Makes a change.</summary>
    /// <param name="change">The change.</param>
    internal void Run(Action change)
    {
        try
        {
            lock (_lock)
            {
                change();
            }
        }
        finally
        {
            while (Next() is { } action)
            {
                action();
            }
        }
    }

    /// <summary>Runs something after the change that is being made. Only from within one.</summary>
    /// <param name="action">What to do; it does not throw.</param>
    internal void After(Action action) => _after.Enqueue(action);

    private Action? Next()
    {
        lock (_lock)
        {
            return _after.TryDequeue(out var action) ? action : null;
        }
    }
}
