using System.Diagnostics;

namespace Jarvis.Orleans.Tests.Operations;

/// <summary>Runs a command of jarvis-silo as people do.</summary>
internal static class SiloCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal static async Task<(int Code, string Output, string Error)> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "jarvis-silo.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[$"Jarvis__Silo__{name}"] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var hung = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, await output, await error);
    }
}
