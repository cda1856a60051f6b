using System.Diagnostics;
using Jarvis.Conformance;
using Npgsql;

namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>A PostgreSQL of the test's own in a folder of its own, reached by a socket there, with the schema of a cluster.</summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The user that it runs as where tests run as root, which it does not.</summary>
    private const string Unprivileged = "postgres";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jarvis-pg-");

    public PostgresServer()
    {
        if (Missing is null)
        {
            Start();
        }
    }

    /// <summary>What has to be installed for it; null where all is there.</summary>
    public static string? Missing { get; } = FindMissing();

    public string ConnectionString { get; private set; } = "";

    /// <summary>Ends it as a loss of power would.</summary>
    public void Stop() => Run("pg_ctl", $"-D {Data} -m immediate -w stop");

    /// <summary>Starts it again, and waits until it takes connections.</summary>
    public void Begin() => Run("pg_ctl", $"-D {Data} -l {_folder.FullName}/log -w start");

    /// <summary>Ends it as a loss of power would, and starts it again.</summary>
    public void Restart()
    {
        Stop();
        Begin();
    }

    /// <summary>Has all of its processes stand still: connections stay open and nobody answers.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Has them go on.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Makes an empty database beside the one with the schema.</summary>
    /// <returns>How to reach it.</returns>
    public string NewDatabase()
    {
        var name = $"d{Guid.NewGuid():N}";
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        create.ExecuteNonQuery();
        return ConnectionString.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (Missing is null)
        {
            NpgsqlConnection.ClearAllPools();
            Stop();
        }

        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>The folder of its programs; null where it is not installed.</summary>
    internal static string? Folder => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "pg_ctl"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private static string? FindMissing() =>
        Folder is null ? "PostgreSQL is not installed; install the package postgresql."
        : Environment.IsPrivilegedProcess && !Tool.Works("id", Unprivileged) ? $"PostgreSQL does not run as root, and there is no user {Unprivileged}."
        : null;

    private void Start()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Tool.Run("chown", $"{Unprivileged} {_folder.FullName}");
        }

        Run("initdb", $"-D {Data} -U jarvis -A trust --no-sync -E UTF8 --locale C.UTF-8");
        File.AppendAllLines(
            Path.Combine(Data, "postgresql.conf"), ["listen_addresses = ''", $"unix_socket_directories = '{_folder.FullName}'", "max_connections = 200"]);
        Begin();
        // What a test that has ended leaves open is not to be counted with what the next one opens.
        ConnectionString = $"Host={_folder.FullName};Username=jarvis;Database=postgres;Connection Idle Lifetime=5;Connection Pruning Interval=1";
        new PostgresSchema(ConnectionString).MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>The first of its processes starts the others, so none comes after it was signalled.</summary>
    private void Signal(string signal)
    {
        var first = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        Tool.Run("kill", $"-{signal} {first}");
        Tool.Run("pkill", $"-{signal} -P {first}");
    }

    private static void Run(string program, string arguments)
    {
        var path = Path.Combine(Folder!, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", $"-u {Unprivileged} -- {path} {arguments}")
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = "/";
        // The server that it starts would hold on to a pipe of ours.
        start.RedirectStandardInput = true;
        start.UseShellExecute = false;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {arguments} ended with {process.ExitCode}.");
    }
}
