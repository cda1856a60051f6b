using System.Diagnostics;

namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>A test of programs without a network; skipped where this user may not take it from them.</summary>
internal sealed class NetworkWallFactAttribute : FactAttribute
{
    public NetworkWallFactAttribute() => Skip = Programs.Missing(["unshare", "bash"])
        ?? (Works("--net") || Works("--user --map-current-user --net") ? null : "Network namespaces are not allowed here; run as root, or allow user namespaces.");

    private static bool Works(string way)
    {
        using var trial = System.Diagnostics.Process.Start(new ProcessStartInfo("unshare", $"{way} -- true") { RedirectStandardError = true })!;
        trial.WaitForExit();
        return trial.ExitCode == 0;
    }
}
