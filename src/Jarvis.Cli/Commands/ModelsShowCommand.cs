using System.CommandLine;
using System.Text;
using System.Text.Json;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Models.Cards;
using Jarvis.Planning;
using Jarvis.Serialization;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis models show</c>: all that is known of one model.</summary>
internal static class ModelsShowCommand
{
    internal const string Name = "show";

    internal const string More =
        """
        Examples:
          jarvis models show pp-ocr/v4
          jarvis models show facebook/bart-large-cnn --card > card.json
        """;

    internal static Command Build(Surroundings surroundings)
    {
        var id = new Argument<string>("id") { Description = "The model.", HelpName = "ID" };
        var json = new Option<bool>(CommonOptions.JsonName) { Description = "Write the model with its status as JSON." };
        var card = new Option<bool>("--card") { Description = "Write its card alone, as a file that `jarvis models add` takes." };
        var command = new Command(Name, "Shows all that is known of a model.") { id, json, card };
        command.SetAction(async (parsed, _) =>
        {
            var wanted = parsed.GetRequiredValue(id);
            var host = await CommonOptions.StartHostAsync(parsed, surroundings).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                var models = await host.Jarvis.ListModelsAsync(surroundings.Interruption.Stop).ConfigureAwait(false);
                var model = models.FirstOrDefault(model => model.Card.Id.Value == wanted)
                    ?? throw Error.NotFound(NearestName.Of(wanted, models.Select(model => model.Card.Id.Value)) is { } near
                        ? $"There is no model '{wanted}'; did you mean '{near}'?"
                        : $"There is no model '{wanted}'; `jarvis models --text {wanted}` looks for one.");
                var text = parsed.GetValue(json)
                    ? JsonSerializer.Serialize(model, JarvisJsonContext.Default.ModelStatus)
                    : parsed.GetValue(card)
                        ? Encoding.UTF8.GetString(CardWriter.Write(model.Card, indented: true))
                        : string.Join('\n', ModelLines.Of(model));
                await surroundings.Output.WriteLineAsync(text).ConfigureAwait(false);
            }

            return ExitCode.Answered;
        });
        return command;
    }
}
