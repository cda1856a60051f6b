using System.Diagnostics;

namespace Jarvis.Cli.Tests;

/// <summary>The built program itself.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];
    private readonly string _data = Directory.CreateTempSubdirectory("jarvis-cli-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(ExitCode.Answered, "--help")]
    [InlineData(ExitCode.Answered, "ask", "--help")]
    [InlineData(ExitCode.Answered, "--version")]
    [InlineData(ExitCode.Usage)]
    [InlineData(ExitCode.Usage, "aks", "x")]
    [InlineData(ExitCode.Usage, "ask", "")]
    [InlineData(ExitCode.Usage, "ask", "x", "--file", "/does/not/exist.png")]
    public async Task It_ends_with_its_exit_code_and_writes_to_one_stream_only(int exit, params string[] args)
    {
        var (code, output, error) = await RunAsync("", args);

        Assert.Equal(exit, code);
        Assert.Equal(exit == ExitCode.Answered, output.Length > 0);
        Assert.Equal(exit != ExitCode.Answered, error.Length > 0);
    }

    [Fact]
    public async Task It_reads_standard_input()
    {
        var (code, _, error) = await RunAsync(new string('a', 2 << 20), "ask", "-");

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("1 MiB", error);
    }

    [Fact]
    public async Task Its_models_are_listed_as_lines()
    {
        var (code, output, error) = await RunAsync("", "models");

        Assert.Equal(ExitCode.Answered, code);
        Assert.StartsWith("MODEL\tTASKS\tDEVICE\tSTATUS\n", output);
        Assert.All(output.Trim().Split('\n'), line => Assert.Equal(4, line.Split('\t').Length));
        Assert.Empty(error);
    }

    [Fact]
    public async Task Models_that_run_elsewhere_are_there_only_when_asked_for_and_need_a_token()
    {
        _environment["HF_TOKEN"] = "hf_not_a_token";
        var (_, here, _) = await RunAsync("", "models");
        var (_, elsewhere, _) = await RunAsync("", "models", "--remote");
        _environment["HF_TOKEN"] = "";
        var (code, _, error) = await RunAsync("", "models", "--remote");

        Assert.DoesNotContain("\tremote\t", here);
        Assert.Contains("\tremote\tavailable", elsewhere);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("HF_TOKEN", error);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string input, params string[] args)
    {
        var start = new ProcessStartInfo
        {
            FileName = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "jarvis.exe" : "jarvis"),
            Environment = { ["XDG_DATA_HOME"] = _data },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        Array.ForEach(args, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has read as much as it will, and closed.
            }

            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
