using System.Collections.Frozen;
using Jarvis.Errors;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Commands;

/// <summary>Finds programs in the search path by looking at files: asking is cheap and starts nothing.</summary>
internal sealed class ProgramFinder(IOptions<ProcessModelOptions> options)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly FrozenDictionary<string, string> Packages = new Dictionary<string, string>
    {
        ["ffmpeg"] = "ffmpeg",
        ["ffprobe"] = "ffmpeg",
        ["espeak-ng"] = "espeak-ng",
        ["pocketsphinx_continuous"] = "pocketsphinx pocketsphinx-en-us",
        ["apertium"] = "apertium",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The folders that are searched, joined by ':'. Relative ones are left out: what they mean would depend on who asks.</summary>
    public string SearchPath { get; } = string.Join(':', (options.Value.SearchPath
            ?? Environment.GetEnvironmentVariable("PATH")
            ?? "/usr/local/bin:/usr/bin:/bin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Where(folder => folder[0] == '/'));

    /// <summary>The file of a program; null when it is not installed.</summary>
    public string? Find(string program) => SearchPath
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(IsExecutable);

    /// <summary>The file of a program.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.ModelUnavailable"/>, with what to install.</exception>
    public string Require(string program) => Find(program) ?? throw Error.ModelUnavailable(WhyMissing(program)!);

    /// <summary>What to install for a program; null when it is there.</summary>
    public string? WhyMissing(string program) => Find(program) is not null
        ? null
        : Packages.TryGetValue(program, out var packages)
            ? $"{program} is not installed; install it with: apt install {packages}"
            : $"{program} is not installed.";

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
}
