using System.Diagnostics;
using System.Globalization;

namespace Jarvis.Chaos;

/// <summary>One life of the host.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    internal HostProcess(string folder, int seed)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(HostProcess).Assembly.Location);
        }

        start.ArgumentList.Add("host");
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add(seed.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add("0");
        _process = Process.Start(start)!;
        _process.StandardInput.AutoFlush = true;
    }

    /// <summary>The next line that it wrote; null when it has ended. A line that a kill cut off was not said.</summary>
    internal async Task<string?> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync() is [.. var line, ChaosHost.EndOfLine] ? line : null;

    /// <summary>Tells it something; what a dead process is told is lost.</summary>
    internal void Tell(string line)
    {
        try
        {
            lock (_process)
            {
                _process.StandardInput.WriteLine(line);
            }
        }
        catch (IOException)
        {
            // It was killed.
        }
    }

    /// <summary>SIGKILL: nothing of it runs any more, not even to close its files.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    internal Task EndAsync() => _process.WaitForExitAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
