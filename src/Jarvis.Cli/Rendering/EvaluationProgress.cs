namespace Jarvis.Cli.Rendering;

/// <summary>Says how far an evaluation is, a line a second at most.</summary>
/// <param name="domain">What is evaluated.</param>
/// <param name="output">Where to say it.</param>
/// <param name="time">The clock.</param>
internal sealed class EvaluationProgress(string domain, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _last;

    /// <summary>Says it, unless it was said just before. Safe to call from any thread.</summary>
    /// <param name="done">How many requests are done.</param>
    /// <param name="all">Of how many.</param>
    internal void Tell(int done, int all)
    {
        lock (_lock)
        {
            if (done < all && _last is { } last && time.GetElapsedTime(last) < Every)
            {
                return;
            }

            _last = time.GetTimestamp();
            output.WriteLine($"{TerminalText.Line(domain)}: {done:N0} of {all:N0} requests planned");
        }
    }
}
