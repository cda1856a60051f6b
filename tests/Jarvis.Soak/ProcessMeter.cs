using System.Globalization;

namespace Jarvis.Soak;

/// <summary>What this process holds, as the system counts it.</summary>
internal static class ProcessMeter
{
    /// <summary>Memory that is its own, in KiB (PSS: shared pages count by their share).</summary>
    internal static long Memory()
    {
        foreach (var line in File.ReadLines("/proc/self/smaps_rollup"))
        {
            if (line.StartsWith("Pss:", StringComparison.Ordinal))
                return long.Parse(line.AsSpan(4, line.Length - 6), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException("The system does not tell how much memory a process has.");
    }

    /// <summary>Open file handles.</summary>
    internal static int Handles() => Directory.GetFiles("/proc/self/fd").Length;
}
