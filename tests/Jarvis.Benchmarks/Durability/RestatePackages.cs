using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Jarvis.Conformance;

namespace Jarvis.Benchmarks.Durability;

/// <summary>The npm packages of a Restate server, whose program is a native one, and of what speaks to it.</summary>
internal static class RestatePackages
{
    public static string Folder { get; } = Path.Combine(Checkout.Root, "tests", "Jarvis.Benchmarks", "Durability", "restate");

    public static string Server { get; } = Path.Combine(
        Folder,
        "node_modules",
        "@restatedev",
        $"restate-server-{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}",
        "bin",
        "restate-server");

    /// <summary>Installs what is missing or not of the pinned version.</summary>
    /// <returns>Why it cannot be had; null when it is there.</returns>
    public static async Task<string?> InstallAsync()
    {
        // npm writes the one when it is done; a file that is missing is older than all.
        var (installed, pinned) = (Path.Combine(Folder, "node_modules", ".package-lock.json"), Path.Combine(Folder, "package-lock.json"));
        if (File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(pinned) && await FailsAsync() is { } reason)
        {
            return reason;
        }

        return File.Exists(Server) ? null : "its packages have no server for this machine";
    }

    private static async Task<string?> FailsAsync()
    {
        var start = new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var npm = Process.Start(start)!;
            var output = npm.StandardOutput.ReadToEndAsync();
            var errors = await npm.StandardError.ReadToEndAsync();
            await output;
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? null : $"npm ci failed in {Folder}: {errors.Trim()}";
        }
        catch (Win32Exception)
        {
            return "npm is not installed; install Node.js 20 or later";
        }
    }
}
