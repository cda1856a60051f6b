using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Serialization;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis models</c>: what can be run here, and why the rest cannot.</summary>
internal static class ModelsCommand
{
    internal const string Name = "models";

    internal const string More =
        """
        Examples:
          jarvis models
          jarvis models --type image-to-text
          jarvis models --text "sentiment finance" --licence apache-2.0 --limit 5
          jarvis models --json | jq -r 'select(.unavailable) | .card.id + ": " + .unavailable'

        Piped, it writes a heading and one line a model: id, task types, device and status, with tabs between.
        Cards of your own are JSON files in $JARVIS_HOME/models, by default ~/.local/share/jarvis/models.
        Servers elsewhere are named in $JARVIS_HOME/jarvis.json or the environment; see docs/models.md.
        """;

    internal static Command Build(Surroundings surroundings)
    {
        var type = new Option<string?>("--type", "-t") { Description = "Only models that can do this task type.", HelpName = "TASK-TYPE" };
        var text = new Option<string?>("--text") { Description = "Only models whose name, tags or description have these words, best first.", HelpName = "WORDS" };
        var tag = new Option<string[]>("--tag") { Description = "Only models with this tag; give the option once for each.", HelpName = "TAG", DefaultValueFactory = _ => [] };
        var device = new Option<string?>("--device") { Description = "Only models that run there: cpu, cuda, cuda:0 or remote.", HelpName = "DEVICE" };
        var licence = new Option<string?>("--licence", "--license") { Description = "Only models under this licence, such as apache-2.0.", HelpName = "LICENCE" };
        var limit = new Option<int?>("--limit") { Description = "The most models to list.", HelpName = "COUNT" };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !(int.TryParse(only.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0))
            {
                result.AddError($"--limit takes a whole number from 1, not '{only.Value}'.");
            }
        });
        var json = new Option<bool>(CommonOptions.JsonName) { Description = "Write one model a line as JSON." };
        var command = new Command(Name, "Lists the models: what they do, where they run, and why those that cannot do not.")
        {
            type,
            text,
            tag,
            device,
            licence,
            limit,
            json,
            ModelsShowCommand.Build(surroundings),
            ModelsAddCommand.Build(surroundings),
            ModelsRemoveCommand.Build(surroundings),
            ModelsImportCommand.Build(surroundings),
        };
        command.SetAction(async (parsed, _) =>
        {
            var query = new ModelQuery
            {
                TaskType = parsed.GetValue(type),
                Text = parsed.GetValue(text),
                Tags = [.. parsed.GetRequiredValue(tag)],
                Device = parsed.GetValue(device),
                Licence = parsed.GetValue(licence),
                Limit = parsed.GetValue(limit),
            };
            Check(query.TaskType);
            var host = await CommonOptions.StartHostAsync(parsed, surroundings).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                var models = await host.Jarvis.ListModelsAsync(surroundings.Interruption.Stop).ConfigureAwait(false);
                models = query.Of(models);
                await WriteAsync(models, surroundings, parsed.GetValue(json)).ConfigureAwait(false);
                if (query.AsksNothing && LanguageModelLines.Of(host.LanguageModels) is { Length: > 0 } lines)
                {
                    // Apart from the list, which programs read.
                    await surroundings.Error.WriteLineAsync($"Language models: {string.Join("; ", lines)}.").ConfigureAwait(false);
                }

                if (models.IsEmpty)
                {
                    var what = query.AsksNothing ? "There are no models here."
                        : (query with { TaskType = null }).AsksNothing ? $"No model here does {query.TaskType}."
                        : "No model here is like that.";
                    await surroundings.Error.WriteLineAsync($"jarvis: {what} See the README for how to add one.").ConfigureAwait(false);
                }
            }

            return ExitCode.Answered;
        });
        return command;
    }

    internal static Option<bool> Replace() => new("--replace") { Description = "Take the place of cards that have the same id." };

    private static void Check(string? type)
    {
        if (type is null || TaskTypeCatalog.Default.Find(type) is not null)
        {
            return;
        }

        var names = TaskTypeCatalog.Default.Types.Select(known => known.Name).ToImmutableArray();
        throw Error.InvalidRequest(NearestName.Of(type, names) is { } nearest
            ? $"There is no task type '{type}'; did you mean '{nearest}'?"
            : $"There is no task type '{type}'. There are: {string.Join(", ", names)}.");
    }

    private static async Task WriteAsync(ImmutableArray<ModelStatus> models, Surroundings surroundings, bool json)
    {
        if (!json)
        {
            await ModelTable.WriteAsync(models, surroundings).ConfigureAwait(false);
            return;
        }

        foreach (var model in models)
        {
            var line = JsonSerializer.Serialize(model, JarvisJsonContext.Default.ModelStatus);
            await surroundings.Output.WriteLineAsync(line).ConfigureAwait(false);
        }
    }
}
