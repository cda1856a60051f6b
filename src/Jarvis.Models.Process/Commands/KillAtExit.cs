using Child = System.Diagnostics.Process;

namespace Jarvis.Models.Process.Commands;

/// <summary>Kills a program when this process ends at once, as it does on a second Ctrl-C: then nobody is left to wait for it.</summary>
internal sealed class KillAtExit : IDisposable
{
    private readonly Child _leader;
    private readonly bool _ownGroup;

    public KillAtExit(Child leader, bool ownGroup)
    {
        (_leader, _ownGroup) = (leader, ownGroup);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The program has ended.</summary>
    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;

    private void OnProcessExit(object? sender, EventArgs e) => ProcessGroup.Kill(_leader, _ownGroup);
}
