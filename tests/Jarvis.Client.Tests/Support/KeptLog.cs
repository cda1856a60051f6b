using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Jarvis.Client.Tests.Support;

/// <summary>All that is logged, with what it is told with.</summary>
internal sealed class KeptLog : ILoggerProvider, ILogger
{
    internal ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Lines.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> parts ? string.Join(' ', parts) : "")} {exception}");

    public void Dispose()
    {
    }
}
