using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Jarvis.Benchmarks.Durability;

/// <summary>A Restate server as it comes, with a service that runs chains of ten steps, each a process of its own.</summary>
internal sealed class RestatePeer : IAsyncDisposable
{
    private const int Tries = 60;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-bench-").FullName;
    private readonly HttpClient _client = new();
    private readonly List<Process> _processes = [];
    private Uri? _chain;

    private RestatePeer()
    {
    }

    /// <summary>Starts both and returns when chains can be run.</summary>
    public static async Task<RestatePeer> StartAsync()
    {
        var peer = new RestatePeer();
        try
        {
            var ports = await peer.StartServerAsync();
            peer._chain = new Uri($"http://127.0.0.1:{ports.Ingress}/chain/run");
            await peer.RegisterAsync(ports.Admin, await peer.StartServiceAsync());
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a chain.</summary>
    /// <returns>How long it took from the request to its result.</returns>
    public Task<TimeSpan> RunAsync() => Timing.MeasureAsync(async () =>
    {
        using var response = await _client.PostAsync(_chain, content: null);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int Ingress, int Admin)> StartServerAsync()
    {
        var start = new ProcessStartInfo(
            RestatePackages.Server,
            ["--base-dir", _folder, "--use-random-ports", "true", "--listen-mode", "tcp", "--bind-ip", "127.0.0.1", "--no-logo"])
        {
            WorkingDirectory = _folder,
            Environment =
            {
                ["RESTATE_DISABLE_TELEMETRY"] = "true",
                // As by default: a step is on the disk before the next one begins.
                ["RESTATE_LOG_SERVER__ROCKSDB_DISABLE_WAL_FSYNC"] = "false",
                ["RESTATE_LOG_FORMAT"] = "json",
            },
        };
        var output = Start(start).StandardOutput;
        var ports = new Dictionary<string, int>();
        while (!ports.ContainsKey("http-ingress-server") || !ports.ContainsKey("admin-api-server"))
        {
            using var line = JsonDocument.Parse(await output.ReadLineAsync() ?? throw new InvalidOperationException("The Restate server did not start."));
            if (line.RootElement.TryGetProperty("span", out var span) && span.TryGetProperty("server.port", out var port))
            {
                ports[span.GetProperty("server_name").GetString()!] = port.GetInt32();
            }
        }

        Drain(output);
        return (ports["http-ingress-server"], ports["admin-api-server"]);
    }

    private async Task<int> StartServiceAsync()
    {
        // It ends with its input, however this process ends.
        var output = Start(new ProcessStartInfo("node", ["service.mjs"]) { WorkingDirectory = RestatePackages.Folder }).StandardOutput;
        return int.TryParse(await output.ReadLineAsync(), out var port) ? port : throw new InvalidOperationException("The service of the peer did not start.");
    }

    /// <summary>Tells the server of the service. It listens before it can be told anything, and says so by no event.</summary>
    private async Task RegisterAsync(int admin, int service)
    {
        for (var tries = 1; ; tries++)
        {
            using var response = await _client.PostAsJsonAsync($"http://127.0.0.1:{admin}/deployments", new { uri = $"http://127.0.0.1:{service}" });
            if (response.IsSuccessStatusCode)
            {
                return;
            }

            if (tries == Tries)
            {
                throw new InvalidOperationException($"The Restate server does not take the service: {await response.Content.ReadAsStringAsync()}");
            }

            await Task.Delay(BetweenTries);
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var process = Process.Start(start)!;
        _processes.Add(process);
        Drain(process.StandardError);
        return process;
    }

    // A process that nobody listens to stands still.
    private static void Drain(StreamReader output) => _ = output.BaseStream.CopyToAsync(Stream.Null);
}
