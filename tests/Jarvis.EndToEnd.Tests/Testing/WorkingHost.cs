using System.Diagnostics;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>A host in a process of its own that obeys lines; see Jarvis.Chaos.</summary>
internal sealed class WorkingHost : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-working-").FullName;
    private Process _process;

    /// <param name="data">Where it keeps what it keeps; null for a folder of its own.</param>
    internal WorkingHost(string? data = null)
    {
        if (data is not null)
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, "data"), data);
        }

        _process = Start();
    }

    /// <summary>The file of its state.</summary>
    internal string StateFile => Path.Combine(_folder, "data", "state.db");

    internal int Id => _process.Id;

    internal void Tell(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Reads until a line begins so.</summary>
    internal async Task<string> ReadAsync(params string[] beginnings) => (await ReadAllAsync(beginnings))[^1];

    /// <summary>Reads until a line begins so; gives what was said before too.</summary>
    internal async Task<IReadOnlyList<string>> ReadAllAsync(params string[] beginnings)
    {
        using var limit = new CancellationTokenSource(Running.Patience);
        var said = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            // Each line ends with a mark, by which one that was cut off is known.
            said.Add(line.TrimEnd('#'));
            if (beginnings.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)))
            {
                return said;
            }
        }

        throw new InvalidOperationException($"The host ended before it said {string.Join(" or ", beginnings)}.");
    }

    /// <summary>SIGKILL, and another on the same folder.</summary>
    /// <param name="ahead">How far the clock of the other is ahead.</param>
    /// <returns>What it had said before it was killed and nobody had read yet; not a line that was cut off.</returns>
    internal async Task<IReadOnlyList<string>> KillAndStartAsync(TimeSpan ahead = default)
    {
        _process.Kill();
        var said = (await _process.StandardOutput.ReadToEndAsync()).Split('\n').Where(line => line.EndsWith('#')).Select(line => line.TrimEnd('#')).ToList();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Start(ahead);
        return said;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Start(TimeSpan ahead = default)
    {
        var start = new ProcessStartInfo(Place.Chaos, ["host", _folder, "1", $"{ahead.TotalSeconds}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var process = Process.Start(start)!;
        process.StandardInput.AutoFlush = true;
        return process;
    }
}
