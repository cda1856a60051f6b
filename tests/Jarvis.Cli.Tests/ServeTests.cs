using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Jarvis.Cli.Tests;

/// <summary>The server of the built program.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(5));
    private readonly string _data = Directory.CreateTempSubdirectory("jarvis-cli-").FullName;
    private readonly HttpClient _http = new();
    private readonly List<Process> _processes = [];

    [UnixFact]
    public async Task It_says_where_it_is_serves_who_is_at_this_machine_and_keeps_what_was_asked()
    {
        var (first, lines) = await StartAsync(lines: 3);
        Assert.StartsWith("Jarvis listens at http://127.0.0.1:", lines[0], StringComparison.Ordinal);
        Assert.Equal($"Its data is in {Path.Combine(_data, "home")}", lines[1]);
        Assert.Contains("needs no key", lines[2], StringComparison.Ordinal);
        using var asked = await _http.PostAsJsonAsync(new Uri(AddressOf(lines), "/v1/conversations/kept/turns"), new { text = "say hello" }, _limit.Token);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await StopAsync(first);

        var (_, again) = await StartAsync(lines: 3);
        using var kept = await _http.GetAsync(new Uri(AddressOf(again), "/v1/conversations/kept"), _limit.Token);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }

    [UnixFact]
    public async Task With_keys_the_first_is_made_and_shown_once()
    {
        var (first, lines) = await StartAsync(lines: 4, "--keys");
        var key = lines[3].Split(' ')[^1];
        using var without = await _http.GetAsync(new Uri(AddressOf(lines), "/v1/conversations"), _limit.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        await StopAsync(first);

        var (second, again) = await StartAsync(lines: 3);
        Assert.Contains("needs a key", again[2], StringComparison.Ordinal);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var with = await _http.GetAsync(new Uri(AddressOf(again), "/v1/tenants/local/keys"), _limit.Token);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        await StopAsync(second);
        Assert.Empty(await second.StandardOutput.ReadToEndAsync(_limit.Token));
    }

    [Theory]
    [InlineData("--port 65536", "--port takes a number")]
    [InlineData("--url ftp://127.0.0.1", "is no address to listen at")]
    [InlineData("--url http://jarvis.example:80", "is no address to listen at")]
    [InlineData("--url https://127.0.0.1:0", "needs a certificate")]
    [InlineData("--url http://0.0.0.0:0 --no-keys", "keys are needed there")]
    [InlineData("--keys --no-keys", "opposite")]
    public async Task What_cannot_be_served_is_told_and_ends_it(string arguments, string why)
    {
        var process = Start(arguments.Split(' '));
        await process.WaitForExitAsync(_limit.Token);
        Assert.Equal(ExitCode.Usage, process.ExitCode);
        Assert.Contains(why, await process.StandardError.ReadToEndAsync(_limit.Token), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_port_that_is_taken_is_told()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var process = Start("--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}");
        await process.WaitForExitAsync(_limit.Token);
        Assert.Equal(ExitCode.Usage, process.ExitCode);
        Assert.Contains("give another with --port", await process.StandardError.ReadToEndAsync(_limit.Token), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            process.Dispose();
        }

        _http.Dispose();
        _limit.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static Uri AddressOf(string[] lines) => new(lines[0].Split(' ')[^1]);

    private Process Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "jarvis.exe" : "jarvis"), ["serve", .. arguments])
        {
            Environment = { ["XDG_DATA_HOME"] = _data, ["JARVIS_HOME"] = Path.Combine(_data, "home") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _processes.Add(process);
        return process;
    }

    private async Task<(Process Process, string[] Lines)> StartAsync(int lines, params string[] arguments)
    {
        var process = Start(["--port", "0", .. arguments]);
        var said = new string[lines];
        for (var line = 0; line < lines; line++)
        {
            said[line] = await process.StandardOutput.ReadLineAsync(_limit.Token) ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(_limit.Token));
        }

        return (process, said);
    }

    /// <summary>As a service manager does.</summary>
    private async Task StopAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(_limit.Token);
        await process.WaitForExitAsync(_limit.Token);
        Assert.Equal(0, process.ExitCode);
    }
}
