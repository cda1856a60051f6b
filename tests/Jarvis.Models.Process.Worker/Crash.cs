using System.Runtime.InteropServices;

namespace Jarvis.Models.Process.Worker;

/// <summary>Ends the process from native code, past everything that could be caught.</summary>
internal static partial class Crash
{
    internal static void Now() => Abort();

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();
}
