using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>strace on a process that runs already, until it is disposed.</summary>
internal sealed partial class Tracer : IDisposable
{
    private readonly Process _process;
    private readonly string _file = Path.GetTempFileName();

    private Tracer(int process, string expression)
    {
        // A page of a database is seen whole.
        string[] args = ["-f", "-y", "-s", "4096", .. expression.Split(' '), "-o", _file, "-p", $"{process}"];
        _process = Process.Start(new ProcessStartInfo("strace", args) { RedirectStandardError = true })!;
    }

    /// <summary>Returns when the process is traced.</summary>
    internal static async Task<Tracer> AttachAsync(int process, string expression)
    {
        var tracer = new Tracer(process, expression);
        using var limit = new CancellationTokenSource(Running.Patience);
        while (await tracer._process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains("attached", StringComparison.Ordinal))
            {
                return tracer;
            }

            Assert.DoesNotContain("not permitted", line, StringComparison.Ordinal);
        }

        throw new InvalidOperationException("strace could not attach.");
    }

    /// <summary>Lets go of the process.</summary>
    internal void Detach()
    {
        if (!_process.HasExited)
        {
            Conformance.Tool.Run("kill", $"-INT {_process.Id}");
            _process.WaitForExit();
        }
    }

    /// <summary>What the process called, in the order in which the calls came back; each as one line.</summary>
    internal List<string> Calls()
    {
        var calls = new List<string>();
        var begun = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(_file))
        {
            var (thread, call) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[line.IndexOf(' ', StringComparison.Ordinal)..].Trim());
            if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                begun[thread] = call[..^"<unfinished ...>".Length];
            }
            else if (Resumed().Match(call) is { Success: true } resumed)
            {
                calls.Add(begun.GetValueOrDefault(thread, "") + call[resumed.Length..]);
            }
            else
            {
                calls.Add(call);
            }
        }

        return calls;
    }

    public void Dispose()
    {
        Detach();
        _process.Dispose();
        File.Delete(_file);
    }

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();
}
