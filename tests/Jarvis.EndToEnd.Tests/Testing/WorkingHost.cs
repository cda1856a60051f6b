using System.Diagnostics;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>A host in a process of its own that obeys lines; see Jarvis.Chaos.</summary>
internal sealed class WorkingHost : IDisposable
{
    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-working-").FullName;

    internal WorkingHost()
    {
        var start = new ProcessStartInfo(Place.Chaos, ["host", _folder, "1"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        _process = Process.Start(start)!;
        _process.StandardInput.AutoFlush = true;
    }

    internal int Id => _process.Id;

    internal void Tell(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Reads until a line begins so.</summary>
    internal async Task<string> ReadAsync(params string[] beginnings)
    {
        using var limit = new CancellationTokenSource(Running.Patience);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (beginnings.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)))
            {
                // Each line ends with a mark, by which one that was cut off is known.
                return line.TrimEnd('#');
            }
        }

        throw new InvalidOperationException($"The host ended before it said {string.Join(" or ", beginnings)}.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
