using System.Globalization;

namespace Jarvis.Placement;

/// <summary>
/// The memory that a process may use: the machine's (proc(5)), or that of its control group where that is less (Linux kernel,
/// "Control Group v2", memory). What a group keeps of files that were read counts as free: it is given back when it is needed.
/// </summary>
/// <param name="Total">In bytes.</param>
/// <param name="Free">In bytes.</param>
internal sealed record LinuxMemory(long Total, long Free)
{
    private const string Groups = "/sys/fs/cgroup";

    /// <summary>Reads it; null where the machine does not tell.</summary>
    /// <param name="read">The text of a file; null where it is missing.</param>
    internal static LinuxMemory? Read(Func<string, string?> read)
    {
        var machine = read("/proc/meminfo");
        if (Kilobytes(machine, "MemTotal:") is not { } total || Kilobytes(machine, "MemAvailable:") is not { } free)
        {
            return null;
        }

        // A group's own limit counts, and so does each above it. In a container the path is of the host and not there; its root is.
        for (var group = PathOf(read("/proc/self/cgroup")); ; group = Above(group))
        {
            if (Number(read($"{Groups}{group}/memory.max")) is { } limit && limit < total)
            {
                var used = Number(read($"{Groups}{group}/memory.current")) ?? 0;
                var files = Value(read($"{Groups}{group}/memory.stat"), "inactive_file ") ?? 0;
                (total, free) = (limit, Math.Min(free, Math.Max(0, limit - Math.Max(0, used - files))));
            }

            if (group.Length == 0)
            {
                return new LinuxMemory(total, Math.Min(free, total));
            }
        }
    }

    private static string PathOf(string? groups)
    {
        var line = groups?.Split('\n').FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal));
        return line is null || line.Contains("..", StringComparison.Ordinal) ? "" : line[3..].Trim().TrimEnd('/');
    }

    private static string Above(string group) => group[..group.LastIndexOf('/')];

    private static long? Kilobytes(string? text, string name) => Value(text, name) is { } value ? value * 1024 : null;

    private static long? Value(string? text, string name) =>
        Number(text?.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Replace("kB", "", StringComparison.Ordinal));

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
