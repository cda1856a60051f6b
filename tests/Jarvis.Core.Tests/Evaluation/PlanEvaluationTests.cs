using System.Runtime.CompilerServices;
using System.Text.Json;
using Jarvis.Core.Tests.Planning.LanguageModel;
using Jarvis.Errors;
using Jarvis.Evaluation;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Planning.LanguageModel;
using Jarvis.Planning.Retrieval;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Evaluation;

public sealed class PlanEvaluationTests
{
    private const string Single =
        """{"id":"1","type":"single","user_request":"Translate 'hola' into English.","task_nodes":[{"task":"Text Translator","arguments":["hola"]}],"task_links":[]}""";

    private const string Chain =
        """{"id":"2","type":"chain","user_request":"Transcribe talk.wav and translate the transcribed text.","task_nodes":[{"task":"Speech Writer","arguments":["talk.wav"]},{"task":"Text Translator","arguments":["<node-0>"]}],"task_links":[{"source":"Speech Writer","target":"Text Translator"}]}""";

    private const string Vague =
        """{"id":"3","type":"single","user_request":"Hello!","task_nodes":[{"task":"Page Fetcher","arguments":[]}],"task_links":[]}""";

    private const string Errands =
        """{"id":"1","type":"chain","user_request":"Water the garden and feed the cat.","task_nodes":[{"task":"water_garden","arguments":[]},{"task":"feed_cat","arguments":[]}],"task_links":[{"source":"water_garden","target":"feed_cat"}]}""";

    [Fact]
    public async Task Plans_are_scored_with_their_tools_links_and_arguments()
    {
        using var data = new DataFolder(DataFolder.Kinds, Single, Chain);

        var report = await RunAsync(data, (tools, _) => new RetrievalPlanner(tools));

        Assert.Equal(["overall", "single", "chain"], report.Groups.Select(group => group.Name));
        Assert.All(report.Groups, group => Assert.Equal((1.0, 1.0, 1.0), (group.Score.Nodes.F1, group.Score.ParameterNames.F1, group.Score.ParameterValues.F1)));
        Assert.Equal(new Hits(1, 1, 1), report.Groups[0].Score.Edges);
    }

    [Fact]
    public async Task Where_nothing_is_planned_all_is_missed_and_the_other_number_is_beside()
    {
        using var data = new DataFolder(DataFolder.Kinds, Single, Vague);

        var overall = (await RunAsync(data, (tools, _) => new RetrievalPlanner(tools))).Groups[0];

        Assert.Equal(1, overall.Missing);
        Assert.Equal(new Hits(1, 1, 2), overall.Score.Nodes);
        Assert.Equal(new Hits(1, 1, 1), overall.Answered.Nodes);
    }

    [Fact]
    public async Task Bad_rows_are_told_and_the_limit_counts_only_rows_that_are_used()
    {
        using var data = new DataFolder(DataFolder.Kinds, "nonsense", Single, Chain, Vague);

        var report = await RunAsync(data, (tools, _) => new RetrievalPlanner(tools), new EvaluationOptions { Limit = 2 });

        Assert.Equal(2, report.Groups[0].Score.Plans);
        Assert.Equal((1, 1), (report.BadRows, report.BadRowSamples.Single().Line));
    }

    [Fact]
    public async Task Data_without_a_single_row_is_bad_input()
    {
        using var data = new DataFolder(DataFolder.Kinds);
        using var damaged = new DataFolder(DataFolder.Kinds, "nonsense");

        var none = await Assert.ThrowsAsync<JarvisException>(() => RunAsync(data, (tools, _) => new RetrievalPlanner(tools)));
        var bad = await Assert.ThrowsAsync<JarvisException>(() => RunAsync(damaged, (tools, _) => new RetrievalPlanner(tools)));

        Assert.Equal(ErrorCode.InvalidRequest, none.Code);
        Assert.Contains("line 1", bad.Message);
    }

    [Fact]
    public async Task A_planner_that_fails_is_counted_as_missing_with_its_reason()
    {
        using var data = new DataFolder(DataFolder.Kinds, Single, Chain);

        var report = await RunAsync(data, (_, _) => new Failing());

        Assert.Equal(2, report.Groups[0].Missing);
        Assert.Equal([new FailureCount("The server is asleep.", 2)], report.Failures.ToArray());
    }

    [Fact]
    public async Task A_language_model_plans_with_the_mapped_tools_and_refers_to_files_that_the_request_names()
    {
        using var data = new DataFolder(DataFolder.Kinds, Chain);
        using var model = new ScriptedChatClient(
            ["""{"tasks":[{"task":"speech-writer","id":0,"dep":[],"args":{"audio":"<resource>-0"}},{"task":"text translator","id":1,"dep":[0],"args":{"text":"<GENERATED>-0"}}]}"""]);

        var report = await RunAsync(data, (tools, meters) => Planner(model, tools, meters));

        Assert.Equal((1.0, 1.0, 1.0), (report.Groups[0].Score.Nodes.F1, report.Groups[0].Score.Edges.F1, report.Groups[0].Score.ParameterValues.F1));
        Assert.Equal("language model small-1", report.Planner);
        var prompt = string.Join('\n', model.Calls.Single().Messages.Select(message => message.Text));
        Assert.Contains("painter-by-text(text?) -> image?: Generates an image of a description.", prompt);
        Assert.Contains("talk.wav", prompt);
    }

    [Fact]
    public async Task Order_without_data_is_a_link_where_tools_have_parameters()
    {
        using var data = new DataFolder(DataFolder.Parameters, Errands);
        using var model = new ScriptedChatClient(
            ["""{"tasks":[{"task":"water-garden","id":0,"dep":[-1],"args":{"minutes":"5"}},{"task":"feed-cat","id":1,"dep":[0],"args":{}}]}"""]);

        var score = (await RunAsync(data, (tools, meters) => Planner(model, tools, meters))).Groups[0].Score;

        Assert.Equal((1.0, 1.0), (score.Nodes.F1, score.Edges.F1));
    }

    [Fact]
    public async Task What_is_asked_at_once_is_bounded_and_the_report_does_not_depend_on_who_is_first()
    {
        using var data = new DataFolder(DataFolder.Kinds, [.. Enumerable.Repeat(Single, 12)]);
        var planner = new Counting();

        var report = await RunAsync(data, (_, _) => planner, new EvaluationOptions { Parallelism = 3 });

        Assert.InRange(planner.Most, 1, 3);
        Assert.Equal(12, report.Groups[0].Score.Plans);
    }

    [Fact]
    public async Task Progress_reaches_all_and_a_cancelled_evaluation_ends()
    {
        using var data = new DataFolder(DataFolder.Kinds, Single, Chain);
        var told = new List<(int, int)>();
        var evaluation = new PlanEvaluation(ToolFolder.Read(data.Path), new EvaluationOptions(), new FakeTimeProvider());

        await evaluation.RunAsync((tools, _) => new RetrievalPlanner(tools), (done, all) => told.Add((done, all)), CancellationToken.None);

        Assert.Equal([(1, 2), (2, 2)], told);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => evaluation.RunAsync((tools, _) => new RetrievalPlanner(tools), null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_report_can_be_written_as_json_and_read_again()
    {
        using var data = new DataFolder(DataFolder.Kinds, Single);
        var report = await RunAsync(data, (tools, _) => new RetrievalPlanner(tools));

        var json = JsonSerializer.SerializeToElement(report, EvaluationJsonContext.Default.DomainReport);

        Assert.Equal(1, json.GetProperty("groups")[0].GetProperty("score").GetProperty("nodes").GetProperty("f1").GetDouble());
    }

    private static LanguageModelPlanner Planner(ScriptedChatClient model, TaskTypeCatalog tools, LanguageModelMeters meters) =>
        new(model, tools, new LanguageModelPlannerOptions { FallBackOffline = false }, meters);

    private static Task<DomainReport> RunAsync(DataFolder data, Func<TaskTypeCatalog, LanguageModelMeters, IPlanner> planner, EvaluationOptions? options = null) =>
        new PlanEvaluation(ToolFolder.Read(data.Path), options ?? new EvaluationOptions(), new FakeTimeProvider()).RunAsync(planner, null, CancellationToken.None);

    private sealed class Failing : IPlanner
    {
        public string Name => "failing";

        public IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, CancellationToken cancellationToken) => throw Error.ModelUnavailable("The server is asleep.");
    }

    private sealed class Counting : IPlanner
    {
        private int _now;

        public string Name => "counting";

        public int Most { get; private set; }

        public async IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            lock (this)
            {
                Most = Math.Max(Most, ++_now);
            }

            await Task.Yield();
            yield return new TaskProposed(new PlannedTask(0, "text-translator"));
            lock (this)
            {
                _now--;
            }
        }
    }
}
