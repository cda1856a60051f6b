using Jarvis.Conformance;

namespace Jarvis.Benchmarks.Cli;

/// <summary>What a user waits for: the built command line on the sample, each run a new process.</summary>
internal sealed class SampleTurnBenchmark : IBenchmark
{
    private const int Rounds = 9;
    private const string Request = "Read what the receipt in receipt.png says, translate it to Spanish and read the translation aloud";

    public string Name => "sample-turn";

    public async Task RunAsync(Report report)
    {
        report.Title("Command line: the sample turn, a new process each time, warm disk");
        if (!File.Exists(AskProcess.Program))
        {
            report.Skip("sample-turn", "jarvis is not built; run deploy/run.sh once");
            return;
        }

        var receipt = Path.Combine(Checkout.Root, "deploy", "samples", "receipt.png");
        await AskProcess.RunAsync(Request, receipt);
        var runs = new List<AskProcess>();
        for (var round = 0; round < Rounds; round++)
        {
            runs.Add(await AskProcess.RunAsync(Request, receipt));
        }

        var first = new Samples(runs.Select(run => run.FirstEvent.TotalSeconds));
        var whole = new Samples(runs.Select(run => run.Whole.TotalSeconds));
        report.Goal("start to first event, median", first.Median, 1, "s");
        report.Figure("start to first event", first.Describe("s"));
        report.Goal("whole turn, median", whole.Median, 6, "s");
        report.Figure("whole turn", whole.Describe("s"));
        report.Goal("peak memory with all programs that it started, worst", runs.Max(run => run.PeakBytes) / 1e6, 500, "MB");
    }
}
