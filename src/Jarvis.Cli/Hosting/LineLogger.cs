using Jarvis.Cli.Rendering;
using Microsoft.Extensions.Logging;

namespace Jarvis.Cli.Hosting;

/// <summary>Writes the records of one category as lines.</summary>
internal sealed class LineLogger(TextWriter output, TimeProvider time, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}";
        output.WriteLine($"{time.GetUtcNow():HH:mm:ss.fff} {Level(logLevel)} {category}: {TerminalText.Line(text, maxLength: 8192)}");
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        _ => "error",
    };
}
