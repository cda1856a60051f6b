using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using Child = System.Diagnostics.Process;

namespace Jarvis.Models.Process.Commands;

/// <summary>
/// Takes the network away from programs: they start in a network namespace of their own (namespaces(7)), in which there is nothing. A second
/// wall behind the protocol whitelist, for the day a decoder has a hole. Where the machine does not let this user have one, only the first stands.
/// </summary>
internal sealed class NetworkWall(ProgramFinder programs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Root needs no user namespace, and others cannot do without.
    private static readonly ImmutableArray<ImmutableArray<string>> Ways = [["--net"], ["--user", "--map-current-user", "--net"]];

    private readonly Lazy<ImmutableArray<string>> _launcher = new(() => FindWay(programs.Find("unshare"), programs.Find("true")));

    /// <summary>What to put before a command line; empty where it cannot be done. Tried once.</summary>
    public ImmutableArray<string> Launcher => _launcher.Value;

    private static ImmutableArray<string> FindWay(string? unshare, string? nothing) => unshare is null || nothing is null
        ? []
        : Ways.Where(way => Works(unshare, [.. way, "--", nothing])).Select(way => (ImmutableArray<string>)[unshare, .. way, "--"]).FirstOrDefault([]);

    private static bool Works(string unshare, ImmutableArray<string> arguments)
    {
        try
        {
            using var trial = Child.Start(new ProcessStartInfo(unshare, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            return trial.WaitForExit(Patience) && trial.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
