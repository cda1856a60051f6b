using Jarvis.Benchmarks.Engine;

namespace Jarvis.Benchmarks.Durability;

/// <summary>Chains of ten steps that do nothing, each on the disk before it is told of, next to the same on a Restate server on the same disk.</summary>
internal sealed class DurablePeerBenchmark : IBenchmark
{
    private const int WarmUp = 400;
    private const int Rounds = 31;
    private const int ChainsInARound = 10;
    private const int Clients = 16;
    private const int RateRounds = 7;

    // Both compile what is called often while it runs.
    private const int WarmUpRounds = 4;

    private static readonly TimeSpan RateDuration = TimeSpan.FromSeconds(2);

    public string Name => "durable-peer";

    public async Task RunAsync(Report report)
    {
        report.Title("Durability: chains of ten no-op steps, next to a Restate server (npm, one node, as it comes)");
        if (await RestatePackages.InstallAsync() is { } reason)
        {
            report.Skip("Restate", reason);
            return;
        }

        await using var folder = new DurableFolder();
        await using var host = new EngineHost(static () => Task.CompletedTask, folder.Store);
        await using var peer = await RestatePeer.StartAsync();
        var chain = PlanShape.Chain(10).Tasks;
        await LatencyAsync(report, () => host.RunAsync(chain), peer.RunAsync);
        await RateAsync(report, () => host.RunAsync(chain), peer.RunAsync);
    }

    private static async Task LatencyAsync(Report report, Func<Task<TimeSpan>> our, Func<Task<TimeSpan>> its)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        await TimesAsync(our, WarmUp, []);
        await TimesAsync(its, WarmUp, []);
        for (var round = 0; round < Rounds; round++)
        {
            await TimesAsync(our, ChainsInARound, ours);
            await TimesAsync(its, ChainsInARound, theirs);
        }

        report.Figure("ours, one client", new Samples(ours).Describe("ms"));
        report.Figure("Restate, one client", new Samples(theirs).Describe("ms"));
        report.Goal("ours ÷ Restate, p50", new Samples(ours).Median / new Samples(theirs).Median, 0.5, "×");
    }

    private static async Task RateAsync(Report report, Func<Task> our, Func<Task> its)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = -WarmUpRounds; round < RateRounds; round++)
        {
            var (ourRate, itsRate) = (await RepeatedCalls.RateAsync(Clients, RateDuration, our), await RepeatedCalls.RateAsync(Clients, RateDuration, its));
            if (round >= 0)
            {
                ours.Add(ourRate);
                theirs.Add(itsRate);
            }
        }

        report.Figure($"ours, {Clients} clients", new Samples(ours).Describe("chains/s"));
        report.Figure($"Restate, {Clients} clients", new Samples(theirs).Describe("chains/s"));
        report.AtLeast("ours ÷ Restate", new Samples(ours).Median / new Samples(theirs).Median, 2, "×");
    }

    private static async Task TimesAsync(Func<Task<TimeSpan>> run, int chains, List<double> times)
    {
        for (var chain = 0; chain < chains; chain++)
        {
            times.Add((await run()).TotalMilliseconds);
        }
    }
}
