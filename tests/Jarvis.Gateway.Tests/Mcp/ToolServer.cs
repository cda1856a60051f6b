using System.Diagnostics;
using System.Globalization;
using Jarvis.Gateway.Tests.Clients;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>The tool server of deploy/clients, which others' package makes.</summary>
internal sealed class ToolServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private ToolServer(Process process, int port) => (_process, Address) = (process, new($"http://127.0.0.1:{port}/mcp"));

    internal Uri Address { get; }

    internal static string Script => OfficialClient.At("mcp-server.cjs");

    internal static async Task<ToolServer> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("node", [Script]) { RedirectStandardOutput = true })!;
        var port = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return new(process, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    /// <summary>The next line that it says.</summary>
    internal Task<string?> SaysAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
