using System.Diagnostics;
using Jarvis.Conformance;

namespace Jarvis.Gateway.Tests.Clients;

/// <summary>The clients that others publish for the protocols that the gateway speaks, as deploy/clients has them.</summary>
internal static class OfficialClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What is missing to run a client; null for nothing.</summary>
    internal static string? Missing(string package) =>
        !Tool.Works("node", "--version") ? "Node.js is not installed; install the packages nodejs and npm."
        : !Directory.Exists(At($"node_modules/{package}")) ? $"The client {package} is not installed; run deploy/test.sh, or npm ci in deploy/clients."
        : null;

    /// <summary>Has a script ask the gateway, and ends where it says that something is not as it should be.</summary>
    internal static async Task RunAsync(GatewayServer server, string key, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [At(script), .. arguments]) { RedirectStandardError = true };
        start.Environment["JARVIS_ADDRESS"] = server.Address.AbsoluteUri;
        start.Environment["JARVIS_KEY"] = key;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, await error);
    }

    internal static string At(string path) => Path.Combine(Checkout.Root, "deploy", "clients", path);
}
