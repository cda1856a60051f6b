using System.CommandLine;
using Jarvis.Cli.Rendering;
using Jarvis.Identity;
using Jarvis.Models.Cards;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis models remove</c>: takes a card out of the user's folder of cards.</summary>
internal static class ModelsRemoveCommand
{
    internal const string Name = "remove";

    internal const string More =
        """
        Examples:
          jarvis models remove acme/cat-finder

        Only what a card in your folder brought can be removed; the model's own files stay.
        """;

    internal static Command Build(Surroundings surroundings)
    {
        var id = new Argument<string>("id") { Description = "The model.", HelpName = "ID" };
        var command = new Command(Name, "Removes the card of a model.") { id };
        command.SetAction(async (parsed, _) =>
        {
            var model = ModelId.Parse(parsed.GetRequiredValue(id));
            var file = new CardFolderEditor(CardFiles.Folder(surroundings)).Remove(model);
            await surroundings.Output.WriteLineAsync($"Removed {model} from {TerminalText.Line(file)}.").ConfigureAwait(false);
            return ExitCode.Answered;
        });
        return command;
    }
}
