using System.Runtime.InteropServices;

namespace Jarvis.Models.Process.Worker;

/// <summary>Ends the process from native code, past everything that could be caught.</summary>
internal static partial class Crash
{
    internal static void Now() => Abort();

    /// <summary>Reads where nothing is, in native code: SIGSEGV.</summary>
    internal static void Segfault() => _ = Length(1);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial nint Length(nint text);
}
