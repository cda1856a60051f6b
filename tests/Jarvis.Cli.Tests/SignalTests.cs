using System.Diagnostics;
using System.Globalization;

namespace Jarvis.Cli.Tests;

/// <summary>Signals and pipes of the built program.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly string _data = Directory.CreateTempSubdirectory("jarvis-cli-").FullName;
    private Process? _process;

    [UnixFact]
    public Task Ctrl_C_ends_it_with_130() => EndsAsync("INT", ExitCode.Interrupted);

    [UnixFact]
    public Task A_request_to_terminate_ends_it_with_143() => EndsAsync("TERM", ExitCode.Terminated);

    [UnixFact]
    public async Task When_the_reader_of_its_output_goes_it_ends_quietly()
    {
        var process = await StartChatAsync();

        process.StandardOutput.Close();
        await process.StandardInput.WriteLineAsync("/help".AsMemory(), _limit.Token);
        await process.WaitForExitAsync(_limit.Token);

        Assert.Equal(ExitCode.BrokenPipe, process.ExitCode);
        Assert.Empty(await process.StandardError.ReadToEndAsync(_limit.Token));
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
        }

        _process?.Dispose();
        _limit.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task EndsAsync(string signal, int exit)
    {
        var process = await StartChatAsync();

        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(_limit.Token);
        await process.WaitForExitAsync(_limit.Token);

        Assert.Equal(exit, process.ExitCode);
        Assert.Equal("Cancelled.\n", await process.StandardError.ReadToEndAsync(_limit.Token));
    }

    /// <summary>A chat that has answered a command and waits for the next line.</summary>
    private async Task<Process> StartChatAsync()
    {
        _process = Process.Start(new ProcessStartInfo
        {
            FileName = Path.Combine(AppContext.BaseDirectory, "jarvis"),
            ArgumentList = { "chat" },
            Environment = { ["XDG_DATA_HOME"] = _data },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await _process.StandardInput.WriteLineAsync("/help".AsMemory(), _limit.Token);
        Assert.Equal("> /help", await _process.StandardOutput.ReadLineAsync(_limit.Token));
        return _process;
    }
}
