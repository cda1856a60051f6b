using System.Diagnostics;
using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests;

/// <summary>What survives, shown on real processes: that they are killed, and in which order they write and answer.</summary>
public sealed class DurabilityTests
{
    [NeedsFact]
    public async Task Nothing_is_lost_or_doubled_by_twenty_kills_at_random_moments()
    {
        var start = new ProcessStartInfo(Place.Chaos, ["--kills", "20"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        using var chaos = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = chaos.StandardOutput.ReadToEndAsync(limit.Token);

        await chaos.WaitForExitAsync(limit.Token);

        Assert.True(chaos.ExitCode == 0, await output);
        Assert.Contains("nothing was lost or doubled", await output, StringComparison.Ordinal);
    }

    [NeedsFact(Needs.Strace)]
    public async Task A_turn_is_on_the_disk_before_it_is_acknowledged()
    {
        using var host = new WorkingHost();
        await host.ReadAsync("ready");
        // The first turn of a process opens files that the second does not.
        host.Tell("submit c1 k0 direct");
        await host.ReadAsync("accepted c1 k0");
        using var tracer = await Tracer.AttachAsync(host.Id, "-e trace=write,pwrite64,fsync,fdatasync");

        host.Tell("submit c1 k1 direct");
        await host.ReadAsync("accepted c1 k1");
        tracer.Detach();

        var calls = tracer.Calls();
        var written = calls.FindIndex(call => call.StartsWith("pwrite64(", StringComparison.Ordinal)
            && call.Contains("state.db-wal", StringComparison.Ordinal)
            && call.Contains("direct k1", StringComparison.Ordinal));
        var flushed = calls.FindIndex(written + 1, IsFlush);
        var answered = calls.FindIndex(call => call.StartsWith("write(", StringComparison.Ordinal) && call.Contains("accepted c1 k1", StringComparison.Ordinal));
        Assert.True(0 <= written && written < flushed && flushed < answered, string.Join('\n', calls.Select(call => call[..Math.Min(call.Length, 120)])));
    }

    [NeedsFact(Needs.Strace)]
    public async Task A_flush_that_fails_is_an_error_and_no_acknowledgement_and_all_goes_on_when_the_disk_works_again()
    {
        using var host = new WorkingHost();
        await host.ReadAsync("ready");
        host.Tell("submit c1 k0 direct");
        host.Tell($"end c1 {(await host.ReadAsync("accepted c1 k0")).Split(' ')[3]} 1");
        await host.ReadAsync("ended");
        var tracer = await Tracer.AttachAsync(host.Id, "-e trace=fsync,fdatasync -e inject=fsync,fdatasync:error=EIO");

        host.Tell("submit c1 k1 direct");
        var refused = await host.ReadAsync("accepted c1 k1", "refused");
        tracer.Dispose();
        var mended = TimeProvider.System.GetTimestamp();
        host.Tell("submit c1 k1 direct");
        var accepted = (await host.ReadAsync("accepted c1 k1")).Split(' ');
        host.Tell($"end c1 {accepted[3]} {accepted[4]}");
        await host.ReadAsync("ended");

        Assert.Equal("refused submit c1 k1 direct StorageFailed", refused);
        Assert.InRange(TimeProvider.System.GetElapsedTime(mended), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static bool IsFlush(string call) => (call.StartsWith("fdatasync(", StringComparison.Ordinal) || call.StartsWith("fsync(", StringComparison.Ordinal))
        && call.Contains("state.db-wal", StringComparison.Ordinal)
        && call.EndsWith("= 0", StringComparison.Ordinal);
}
