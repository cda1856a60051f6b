using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Jarvis.Conformance;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>A silo as people run it: a process of its own on this machine, with ports of its own.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(IReadOnlyDictionary<string, string> settings, SiloPlace place)
    {
        string[] command = ["dotnet", "exec", place.Program];
        command = place.Namespace is { } network ? ["ip", "netns", "exec", network, .. command] : command;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[$"Jarvis__Silo__{name}"] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it says how it is doing.</summary>
    internal Uri Health { get; private init; } = null!;

    internal string Output => string.Join('\n', _lines);

    /// <summary>Starts one and waits until it is among the others.</summary>
    internal static async Task<SiloProcess> StartAsync(IReadOnlyDictionary<string, string> cluster, SiloPlace? place = null)
    {
        place ??= new SiloPlace();
        var ports = FreePorts(3);
        var all = new Dictionary<string, string>(cluster)
        {
            ["Address"] = place.Address,
            ["SiloPort"] = $"{ports[0]}",
            ["GatewayPort"] = $"{ports[1]}",
            ["Health"] = $"http://127.0.0.1:{ports[2]}",
        };
        var silo = new SiloProcess(all, place) { Health = new Uri(all["Health"]) };
        var ended = silo._process.WaitForExitAsync();
        await Task.WhenAny(silo._started.Task, ended).WaitAsync(Patience);
        Assert.True(silo._started.Task.IsCompleted, silo.Output);
        return silo;
    }

    /// <summary>Runs one that is to end by itself.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(IReadOnlyDictionary<string, string> settings)
    {
        await using var silo = new SiloProcess(settings, new SiloPlace());
        await silo._process.WaitForExitAsync().WaitAsync(Patience);
        return (silo._process.ExitCode, silo.Output);
    }

    /// <summary>Ends when it has ended, whoever ended it.</summary>
    internal Task Ended => _process.WaitForExitAsync();

    /// <summary>Ends it as SIGKILL does.</summary>
    internal Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        return _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> StopAsync()
    {
        Tool.Run("kill", $"-TERM {_process.Id}");
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.Contains("Application started", StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
    }
}
