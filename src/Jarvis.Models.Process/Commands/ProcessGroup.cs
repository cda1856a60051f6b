using System.ComponentModel;
using System.Runtime.InteropServices;
using Child = System.Diagnostics.Process;

namespace Jarvis.Models.Process.Commands;

/// <summary>
/// A program with all that it starts. It leads a process group of its own, so that children whose parent has already gone are found too.
/// </summary>
internal static class ProcessGroup
{
    private const int SigKill = 9;

    /// <summary>Kills the program and its children, those that its tree shows and those of its group.</summary>
    public static void Kill(Child leader, bool ownGroup)
    {
        KillRest(leader, ownGroup);
        try
        {
            leader.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in the meantime, which is all that is wanted.
        }
    }

    /// <summary>Kills what is left of the group once the program itself has ended.</summary>
    public static void KillRest(Child leader, bool ownGroup)
    {
        if (ownGroup)
        {
            _ = SendSignal(-leader.Id, SigKill);
        }
    }

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
