using System.Diagnostics;
using Jarvis.Conformance;
using Jarvis.EndToEnd.Tests.Testing;
using Microsoft.Data.Sqlite;

namespace Jarvis.EndToEnd.Tests;

/// <summary>What survives, shown on real processes: that they are killed, and in which order they write and answer.</summary>
public sealed class DurabilityTests
{
    private static readonly TimeSpan InTime = Running.InTime(seconds: 5);

    [NeedsFact]
    public async Task Nothing_is_lost_or_doubled_by_twenty_kills_at_random_moments()
    {
        var start = new ProcessStartInfo(Place.Chaos, ["--kills", "20", "--within", $"{InTime.TotalSeconds}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        using var chaos = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = chaos.StandardOutput.ReadToEndAsync(limit.Token);
        var error = chaos.StandardError.ReadToEndAsync(limit.Token);

        await chaos.WaitForExitAsync(limit.Token);

        Assert.True(chaos.ExitCode == 0, await output + await error);
        Assert.Contains("nothing was lost or doubled", await output, StringComparison.Ordinal);
    }

    [NeedsFact]
    public async Task A_key_that_a_hundred_send_at_once_while_the_host_is_killed_is_one_turn_and_all_get_the_same_receipt()
    {
        const int Callers = 100;
        const int Early = 60;
        using var host = new WorkingHost();
        await host.ReadAsync("ready");
        Send(Early);
        List<string> receipts = [await host.ReadAsync("accepted c1 k1")];

        receipts.AddRange((await host.KillAndStartAsync()).Where(line => line.StartsWith("accepted", StringComparison.Ordinal)));
        // Who got no answer does not know whether there is a turn, and asks again like those who come late.
        Send(Callers - receipts.Count);
        while (receipts.Count < Callers)
        {
            receipts.Add(await host.ReadAsync("accepted", "refused"));
        }

        Assert.Equal("accepted c1 k1 1 1", Assert.Single(receipts.Distinct()));
        host.Tell("end c1 1 1");
        await host.ReadAsync("ended c1 1");
        host.Tell("dump c1 1");
        var events = await host.ReadAllAsync("dumped c1");
        Assert.Single(events, line => line.Contains("\"turn-accepted\"", StringComparison.Ordinal));
        Assert.Single(events, line => line.Contains("\"turn-finished\"", StringComparison.Ordinal));

        void Send(int count)
        {
            for (var i = 0; i < count; i++)
            {
                host.Tell("submit c1 k1 chain");
            }
        }
    }

    [NeedsFact(Needs.TinyDisk)]
    public async Task A_full_disk_is_an_error_and_no_acknowledgement_and_all_goes_on_when_there_is_room_again()
    {
        using var disk = TinyDisk.TryMount(16 << 20)!;
        using var host = new WorkingHost(disk.Path);
        await AnswersAsync(host, "submit c0 k0 direct");
        disk.Fill();

        // The file may have some room of its own for a while.
        var (conversation, told) = (0, "accepted");
        while (told.StartsWith("accepted", StringComparison.Ordinal))
        {
            host.Tell($"submit c{++conversation} k1 streams");
            told = await host.ReadAsync($"accepted c{conversation} ", "refused submit");
        }

        disk.Free();

        Assert.Equal($"refused submit c{conversation} k1 streams StorageFailed", told);
        Assert.InRange(await AnswersAsync(host, $"submit c{conversation} k1 streams"), TimeSpan.Zero, InTime);
        for (var accepted = 1; accepted < conversation; accepted++)
        {
            host.Tell($"end c{accepted} 1 1");
            await host.ReadAsync($"ended c{accepted} ");
        }
    }

    [NeedsFact]
    public async Task A_file_that_somebody_else_locks_is_an_error_and_no_acknowledgement_and_all_goes_on_when_it_is_free_again()
    {
        using var host = new WorkingHost();
        await AnswersAsync(host, "submit c0 k0 direct");
        string refused;
        using (var other = new SqliteConnection($"Data Source={host.StateFile};Pooling=false"))
        {
            await other.OpenAsync();
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            await begin.ExecuteNonQueryAsync();
            host.Tell("submit c1 k1 chain");
            host.Tell("dump c0 1");
            // Whoever only reads does not wait for it.
            Assert.Equal("dumped c0", await host.ReadAsync("accepted c1 k1", "refused", "dumped c0"));
            refused = await host.ReadAsync("accepted c1 k1", "refused");
        }

        Assert.Equal("refused submit c1 k1 chain StorageFailed", refused);
        Assert.InRange(await AnswersAsync(host, "submit c1 k1 chain"), TimeSpan.Zero, InTime);
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
        await AnswersAsync(host, "submit c1 k0 direct");
        var tracer = await Tracer.AttachAsync(host.Id, "-e trace=fsync,fdatasync -e inject=fsync,fdatasync:error=EIO");

        host.Tell("submit c1 k1 direct");
        var refused = await host.ReadAsync("accepted c1 k1", "refused");
        tracer.Dispose();

        Assert.Equal("refused submit c1 k1 direct StorageFailed", refused);
        Assert.InRange(await AnswersAsync(host, "submit c1 k1 direct"), TimeSpan.Zero, InTime);
    }

    /// <summary>Asks for a turn and waits until it has ended.</summary>
    /// <returns>How long that took.</returns>
    private static async Task<TimeSpan> AnswersAsync(WorkingHost host, string submit)
    {
        var asked = TimeProvider.System.GetTimestamp();
        host.Tell(submit);
        var accepted = (await host.ReadAsync($"accepted {submit.Split(' ')[1]} {submit.Split(' ')[2]} ")).Split(' ');
        host.Tell($"end {accepted[1]} {accepted[3]} {accepted[4]}");
        await host.ReadAsync($"ended {accepted[1]} ");
        return TimeProvider.System.GetElapsedTime(asked);
    }

    private static bool IsFlush(string call) => (call.StartsWith("fdatasync(", StringComparison.Ordinal) || call.StartsWith("fsync(", StringComparison.Ordinal))
        && call.Contains("state.db-wal", StringComparison.Ordinal)
        && call.EndsWith("= 0", StringComparison.Ordinal);
}
