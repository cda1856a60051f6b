namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>Says which programs of a test are not on this machine.</summary>
internal static class Programs
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["pocketsphinx_continuous"] = "pocketsphinx pocketsphinx-en-us",
        ["apertium"] = "apertium apertium-eng-spa",
        ["setsid"] = "util-linux",
        ["prlimit"] = "util-linux",
    };

    public static string? Missing(string[] programs) => programs.FirstOrDefault(program => !IsInstalled(program)) is { } missing
        ? $"{missing} is not installed; install it with: apt install {Packages.GetValueOrDefault(missing, missing)}"
        : null;

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
