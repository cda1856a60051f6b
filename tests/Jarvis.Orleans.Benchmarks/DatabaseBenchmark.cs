using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Jarvis.Benchmarks;
using Jarvis.Benchmarks.Engine;
using Jarvis.Orleans.Tests.Postgres;
using Npgsql;

namespace Jarvis.Orleans.Benchmarks;

/// <summary>Tasks that do nothing, kept in PostgreSQL, next to single inserts of pgbench into the same server on the same processors.</summary>
internal sealed partial class DatabaseBenchmark : IBenchmark
{
    private const int Clients = 16;
    private const int Rounds = 5;

    /// <summary>So long the runtime goes on compiling what runs often into something faster.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    public string Name => "cluster-database";

    public async Task RunAsync(Report report)
    {
        report.Title($"Cluster: no-op tasks on one silo, state in PostgreSQL, {Clients} clients, turns of 10 tasks, every event read");
        if (PostgresServer.Missing is { } missing)
        {
            report.Skip("PostgreSQL", missing);
            return;
        }

        using var server = new PostgresServer();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using (var table = database.CreateCommand("CREATE TABLE single_inserts (id bigserial PRIMARY KEY, payload text)"))
        {
            await table.ExecuteNonQueryAsync();
        }

        var store = await PostgresStore.OpenAsync(server, "benchmark");
        await using var cluster = await BenchmarkCluster.StartAsync(silos: 1, PlanShape.FanOut(10), static () => Task.CompletedTask, concurrency: 1000, store);
        await cluster.RateAsync(Clients, WarmUp);
        var (ours, its, transactions, processor) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (before, busy) = (await TransactionsAsync(database), Environment.CpuUsage.TotalTime);
            var rate = await cluster.RateAsync(Clients, Round);
            var tasks = rate * Round.TotalSeconds;
            ours.Add(rate);
            processor.Add((Environment.CpuUsage.TotalTime - busy).TotalMilliseconds / tasks);
            transactions.Add((await TransactionsAsync(database) - before) / tasks);
            its.Add(await InsertAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString)));
        }

        report.Figure("tasks", new Samples(ours).Describe("tasks/s"));
        report.Figure("transactions a task, with its share of the turn", new Samples(transactions).Describe("transactions"));
        report.Figure("processor time a task, of this process", new Samples(processor).Describe("ms"));
        report.Figure("pgbench, single inserts of 500 characters", new Samples(its).Describe("inserts/s"));
        report.AtLeast("tasks ÷ inserts", new Samples(ours).Median / new Samples(its).Median, 0.15, "×");
    }

    /// <summary>How many transactions the server has ended; it counts a second late.</summary>
    private static async Task<double> TransactionsAsync(NpgsqlDataSource database)
    {
        await using var count = database.CreateCommand("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>Inserts a second of as many clients.</summary>
    private static async Task<double> InsertAsync(NpgsqlConnectionStringBuilder server)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, "INSERT INTO single_inserts (payload) VALUES (repeat('x', 500));\n");
            var start = new ProcessStartInfo(
                "pgbench", ["-n", "-M", "prepared", "-c", $"{Clients}", "-j", "2", "-T", $"{Round.TotalSeconds:0}", "-f", script, "-h", server.Host!, "-U", server.Username!, server.Database!])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var rate = Rate().Match(output);
            return rate.Success
                ? double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"pgbench said: {await errors}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    [GeneratedRegex(@"^tps = ([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Rate();
}
