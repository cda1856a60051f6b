using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Chaos;

/// <summary>
/// The turns that are tried, by kind. A request is <c>kind key</c>; every run of a task has a text of its own, by which it is counted.
/// </summary>
internal static class Scenario
{
    internal static readonly ImmutableArray<string> Kinds = ["chain", "fan", "fails", "flaky", "streams", "direct", "files", "cancelled"];

    /// <summary>How long a turn that is stuck has, and after what time one that is to come again does.</summary>
    internal static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    internal static TimeSpan Timeout(string kind) => kind switch
    {
        "stuck" => Wait,
        "late" => TimeSpan.FromHours(2),
        _ => TimeSpan.FromMinutes(5),
    };

    internal static string Request(string kind, string key) => $"{kind} {key}";

    internal static (string Kind, string Key) Parse(string request) => request.Split(' ') is [var kind, var key] ? (kind, key) : ("direct", request);

    internal static IEnumerable<PlannedTask> Plan(string kind, string key) => kind switch
    {
        "chain" or "streams" => [First(0, key), Next(1, 0), Next(2, 1)],
        "fan" => [First(0, key), .. Enumerable.Range(1, 4).Select(id => First(id, key) with { After = [0] }), Next(5, 1, 2, 3, 4)],
        "fails" => [First(0, key + ":bad"), First(1, key), Next(2, 0)],
        "flaky" => [First(0, key + ":flaky"), Next(1, 0)],
        "files" => [.. Enumerable.Range(0, 4).Select(id => First(id, key + ":file"))],
        "cancelled" => [First(0, key), First(1, key + ":slow")],
        "stuck" or "late" => [First(0, $"{key}:{kind}")],
        _ => [],
    };

    /// <summary>The texts that the runs of a task are given.</summary>
    internal static IEnumerable<string> RunsOf(string kind, string key, int task) => Runs(Plan(kind, key).ToDictionary(planned => planned.Id), task);

    /// <summary>What a task gives for a text.</summary>
    internal static string Result(string text) => text + ">";

    private static IEnumerable<string> Runs(Dictionary<int, PlannedTask> plan, int task) =>
        plan[task].Arguments["text"] switch
        {
            TextArgument text => [text.Text],
            OutputArgument output => Runs(plan, output.Task).Select(Result),
            ListArgument list => list.Items.OfType<OutputArgument>().SelectMany(output => Runs(plan, output.Task)).Select(Result),
            _ => [],
        };

    private static PlannedTask First(int id, string key) => Task(id, new TextArgument($"{key}:{id}"));

    private static PlannedTask Next(int id, params int[] of) =>
        Task(id, of.Length == 1 ? new OutputArgument(of[0]) : new ListArgument([.. of.Select(task => new OutputArgument(task))]));

    private static PlannedTask Task(int id, Argument text) => new(id, TaskTypes.TextGeneration)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", text),
    };
}
