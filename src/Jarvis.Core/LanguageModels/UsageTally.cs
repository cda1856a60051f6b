namespace Jarvis.LanguageModels;

/// <summary>Gathers what one piece of work uses, until who reports on it takes it. Thread-safe.</summary>
internal sealed class UsageTally : IProgress<LanguageModelUsage>
{
    private readonly Lock _lock = new();
    private LanguageModelUsage? _used;

    public void Report(LanguageModelUsage value)
    {
        lock (_lock)
            _used = _used is null ? value : _used + value;
    }

    /// <summary>What was used since it was last taken; null for nothing.</summary>
    internal LanguageModelUsage? Take()
    {
        lock (_lock)
        {
            var used = _used;
            _used = null;
            return used;
        }
    }
}
