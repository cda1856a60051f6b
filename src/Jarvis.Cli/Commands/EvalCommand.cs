using System.CommandLine;
using System.Text.Json;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Evaluation;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Planning.LanguageModel;
using Jarvis.Planning.Retrieval;
using Microsoft.Extensions.AI;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis eval plan</c>: how well requests are planned, against right plans.</summary>
internal static class EvalCommand
{
    internal const string Name = "eval";

    internal const string PlanName = "plan";

    internal const string More =
        """
        Examples:
          jarvis eval plan --data taskbench/data_multimedia
          jarvis eval plan --data taskbench --planner llm --limit 100
          jarvis eval plan --data taskbench --json | jq '.groups[0].score.nodes.f1'

        A data folder holds tool_desc.json and *.jsonl files of requests with right plans, in TaskBench's form or GNN4TaskPlan's. Piped, it writes a
        heading and one line a domain and structure, with tabs between. Scores are F1 in percent; a request for which nothing was planned counts
        as all missed, and the columns marked * leave such requests out, as the published scorers do.
        """;

    private const string Offline = "offline";
    private const string LanguageModel = "llm";

    internal static Command Build(Surroundings surroundings) => new(Name, "Measures how well Jarvis does its work.") { BuildPlan(surroundings) };

    private static Command BuildPlan(Surroundings surroundings)
    {
        var data = new Option<string>("--data", "-d") { Description = "A folder of tools and right plans, or a folder of such folders.", HelpName = "DIR", Required = true };
        var planner = new Option<string>("--planner") { Description = "What plans.", DefaultValueFactory = _ => Offline };
        planner.AcceptOnlyFromAmong(Offline, LanguageModel);
        var limit = new Option<int?>("--limit") { Description = "The most requests of each folder, from the first; all by default.", HelpName = "N" };
        limit.Validators.Add(result => Require(result.Tokens.Count == 0 || (int.TryParse(result.Tokens[0].Value, out var n) && n > 0), result.AddError, "--limit takes a number from 1."));
        var parallel = new Option<int>("--parallel") { Description = "How many requests are planned at a time, with llm; 1 to 64.", HelpName = "N", DefaultValueFactory = _ => 4 };
        parallel.Validators.Add(result => Require(
            result.Tokens.Count == 0 || (int.TryParse(result.Tokens[0].Value, out var n) && n is >= 1 and <= 64), result.AddError, "--parallel takes a number from 1 to 64."));
        var json = new Option<bool>(CommonOptions.JsonName) { Description = "Write one domain a line as JSON." };
        var command = new Command(PlanName, "Plans requests whose right plans are known, and scores the plans as TaskBench does.") { data, planner, limit, parallel, json };
        command.SetAction(async (parsed, _) =>
        {
            var folders = ToolFolders.Find(surroundings.Resolve(parsed.GetValue(data)!)).Select(ToolFolder.Read).ToList();
            var isOffline = parsed.GetValue(planner) == Offline;
            var options = new EvaluationOptions { Limit = parsed.GetValue(limit), Parallelism = isOffline ? 1 : parsed.GetValue(parallel) };
            if (isOffline)
            {
                await RunAsync(folders, options, (tools, _) => new RetrievalPlanner(tools), surroundings, parsed.GetValue(json)).ConfigureAwait(false);
                return ExitCode.Answered;
            }

            var host = await CommonOptions.StartHostAsync(parsed, surroundings).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                var model = host.LanguageModels?.For(LanguageModelRole.Planning) ?? throw Error.InvalidRequest(
                    "--planner llm needs a language model and none is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL and Jarvis__LanguageModel__Model.");
                await RunAsync(folders, options, (tools, meters) => Planner(model, tools, meters), surroundings, parsed.GetValue(json)).ConfigureAwait(false);
            }

            return ExitCode.Answered;
        });
        return command;
    }

    /// <summary>Every tool is described to the model, however many there are; a plan that it cannot make is missed, not made offline.</summary>
    private static LanguageModelPlanner Planner(IChatClient model, TaskTypeCatalog tools, LanguageModelMeters meters) =>
        new(model, tools, new LanguageModelPlannerOptions { ContextTokens = 16_384, InstructionTokens = 10_000, FallBackOffline = false }, meters);

    private static async Task RunAsync(
        List<ToolFolder> folders, EvaluationOptions options, Func<TaskTypeCatalog, LanguageModelMeters, IPlanner> planner, Surroundings surroundings, bool json)
    {
        var reports = new List<DomainReport>();
        foreach (var folder in folders)
        {
            var progress = new EvaluationProgress(folder.Name, surroundings.Error, surroundings.Time);
            var report = await new PlanEvaluation(folder, options, surroundings.Time)
                .RunAsync(planner, progress.Tell, surroundings.Interruption.Stop).ConfigureAwait(false);
            await ScoreTable.ExplainAsync(report, surroundings).ConfigureAwait(false);
            reports.Add(report);
            if (json)
            {
                await surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(report, EvaluationJsonContext.Default.DomainReport)).ConfigureAwait(false);
            }
        }

        if (!json)
        {
            await ScoreTable.WriteAsync(reports, surroundings).ConfigureAwait(false);
        }
    }

    private static void Require(bool holds, Action<string> addError, string error)
    {
        if (!holds)
        {
            addError(error);
        }
    }
}
