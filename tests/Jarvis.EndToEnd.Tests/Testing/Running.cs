using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>A run of the program. One that hangs is killed, with all that it started, and fails its test.</summary>
internal sealed class Running : IDisposable
{
    /// <summary>Far more than any run here takes, on a busy machine too.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How long what is promised within some seconds may take. The promise is held where JARVIS_STRICT_TIMES is 1, as by deploy/test.sh chaos; a
    /// suite that shares its processors with others is given four times as long, so that what is slow only for that fails nobody.
    /// </summary>
    internal static TimeSpan InTime(int seconds) =>
        TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("JARVIS_STRICT_TIMES") == "1" ? seconds : 4 * seconds);

    private readonly Process _process;
    private readonly CancellationTokenSource _limit = new(Patience);
    private readonly StringBuilder _output = new();
    private readonly Task<string> _error;

    internal Running(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync(_limit.Token);
    }

    /// <summary>Writes to its standard input; returns when all but what a pipe holds (64 KiB) has been read.</summary>
    public async Task WriteAsync(byte[] input, bool close)
    {
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(input, _limit.Token);
            if (close)
            {
                _process.StandardInput.Close();
            }
        }
        catch (IOException)
        {
            // It has read as much as it will, and closed.
        }
    }

    /// <summary>Sends a signal, as a terminal or <c>kill</c> does.</summary>
    public void Signal(int number) => Assert.Equal(0, SendSignal(_process.Id, number));

    /// <summary>Kills it alone, as the system does: it has no time to stop what it started.</summary>
    public void Kill() => Signal(9);

    public async Task<Ended> EndAsync()
    {
        while (await ReadLineAsync() is not null)
        {
        }

        await OrKilledAsync(_process.WaitForExitAsync(_limit.Token));
        return new Ended(_process.ExitCode, _output.ToString(), await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _limit.Dispose();
    }

    /// <summary>The next line of its standard output; null when there are no more.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var reading = _process.StandardOutput.ReadLineAsync(_limit.Token).AsTask();
        await OrKilledAsync(reading);
        var line = await reading;
        _output.Append(line).Append(line is null ? "" : "\n");
        return line;
    }

    private async Task OrKilledAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"It hangs; so far it wrote: {_output}");
        }
    }

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
