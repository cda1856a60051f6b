using System.Diagnostics;
using System.Text.Json;
using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>A host in a process of its own, on the state that the program keeps, which is called from outside.</summary>
internal sealed class GateSession : IAsyncDisposable
{
    private readonly Process _process;

    /// <param name="folder">Where the program keeps its state.</param>
    /// <param name="ahead">How far the clock of the host is ahead.</param>
    internal GateSession(string folder, TimeSpan ahead = default)
    {
        var start = new ProcessStartInfo(Place.Chaos, ["gate", folder, $"{ahead.TotalSeconds}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        _process = Process.Start(start)!;
        _process.StandardInput.AutoFlush = true;
    }

    /// <summary>Calls it; gives what it gave.</summary>
    internal async Task<string> CallAsync(params string[] call)
    {
        using var limit = new CancellationTokenSource(Running.Patience);
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(call));
        return await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"The host ended at {call[0]}.");
    }

    /// <summary>Makes an attack.</summary>
    internal async Task<AttackOutcome> MakeAsync(string[] call)
    {
        var said = await CallAsync(call);
        if (said is not ['{', ..])
        {
            return new("answered", said, said);
        }

        using var error = JsonDocument.Parse(said);
        return new(error.RootElement.GetProperty("code").GetString()!, error.RootElement.GetProperty("message").GetString()!, said);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
