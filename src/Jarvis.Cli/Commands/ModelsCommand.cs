using System.Collections.Immutable;
using System.CommandLine;
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
          jarvis models --json | jq -r 'select(.unavailable) | .card.id + ": " + .unavailable'

        Piped, it writes a heading and one line a model: id, task types, device and status, with tabs between.
        """;

    internal static Command Build(Surroundings surroundings)
    {
        var type = new Option<string?>("--type", "-t") { Description = "Only models that can do this task type.", HelpName = "TASK-TYPE" };
        var json = new Option<bool>(CommonOptions.JsonName) { Description = "Write one model a line as JSON." };
        var command = new Command(Name, "Lists the models: what they do, where they run, and why those that cannot do not.") { type, json };
        command.SetAction(async (parsed, _) =>
        {
            var wanted = parsed.GetValue(type);
            Check(wanted);
            var host = await CommonOptions.StartHostAsync(parsed, surroundings).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                var models = await host.Jarvis.ListModelsAsync(surroundings.Interruption.Stop).ConfigureAwait(false);
                models = wanted is null ? models : models.RemoveAll(model => !model.Card.TaskTypes.Contains(wanted));
                await WriteAsync(models, surroundings, parsed.GetValue(json)).ConfigureAwait(false);
                if (wanted is null && LanguageModelLines.Of(host.LanguageModels) is { Length: > 0 } lines)
                {
                    // Apart from the list, which programs read.
                    await surroundings.Error.WriteLineAsync($"Language models: {string.Join("; ", lines)}.").ConfigureAwait(false);
                }

                if (models.IsEmpty)
                {
                    var what = wanted is null ? "There are no models here." : $"No model here does {wanted}.";
                    await surroundings.Error.WriteLineAsync($"jarvis: {what} See the README for how to add one.").ConfigureAwait(false);
                }
            }

            return ExitCode.Answered;
        });
        return command;
    }

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
