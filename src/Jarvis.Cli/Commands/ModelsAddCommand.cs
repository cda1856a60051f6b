using System.CommandLine;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Models.Cards;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis models add</c>: takes a card into the user's folder of cards.</summary>
internal static class ModelsAddCommand
{
    internal const string Name = "add";

    internal const string More =
        """
        Examples:
          jarvis models add cat-finder.json
          jarvis models show acme/cat-finder --card | jarvis models add - --replace

        A card needs four fields: {"id":"acme/cat-finder","runner":"onnx","taskTypes":["image-classification"],
        "description":"finds cats"}. docs/models.md lists the others. Nothing is added while anything in it is wrong.
        """;

    internal static Command Build(Surroundings surroundings)
    {
        var file = new Argument<string>("file") { Description = "The card, a JSON file; - reads it from standard input.", HelpName = "FILE" };
        var replace = ModelsCommand.Replace();
        var json = new Option<bool>(CommonOptions.JsonName) { Description = "Write what comes of it as a line of JSON." };
        var command = new Command(Name, "Adds the model that a card describes.") { file, replace, json };
        command.SetAction(async (parsed, _) =>
        {
            var given = parsed.GetRequiredValue(file);
            var bytes = await CardFiles.ReadAsync(given, CardFiles.MaxCard, surroundings).ConfigureAwait(false);
            var reading = CardFiles.Reader.Read(bytes, given == "-" ? "standard input" : Path.GetFileName(given));
            if (reading.Problem is { } problem)
            {
                throw Error.InvalidRequest($"The card is not added. {problem}");
            }

            var folder = CardFiles.Folder(surroundings);
            var written = new CardFolderEditor(folder).Add(reading.Card!, parsed.GetValue(replace));
            await surroundings.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonDisplay.Added(reading.Card!.Id)
                : $"Added {reading.Card!.Id} in {TerminalText.Line(written)}. `jarvis models show {reading.Card.Id}` says whether it can run.").ConfigureAwait(false);
            return ExitCode.Answered;
        });
        return command;
    }
}
