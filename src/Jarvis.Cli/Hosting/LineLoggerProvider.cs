using Microsoft.Extensions.Logging;

namespace Jarvis.Cli.Hosting;

/// <summary>Writes log records as lines, for <c>--verbose</c>.</summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(output, time, categoryName);

    public void Dispose()
    {
    }
}
