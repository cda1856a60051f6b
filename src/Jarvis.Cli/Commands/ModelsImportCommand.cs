using System.CommandLine;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Models.Cards;
using Jarvis.Planning;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis models import</c>: makes cards of a list of the Hugging Face hub's models.</summary>
internal static class ModelsImportCommand
{
    internal const string Name = "import";

    internal const string More =
        """
        Examples:
          jarvis models import p0_models.jsonl
          jarvis models import p0_models.jsonl --replace

        The list has one model a line as JSON with id, task, likes, description and meta (tags, language, license), as
        HuggingGPT's hugginggpt/server/data/p0_models.jsonl has. What is left out is listed with its line and why.
        Models of Hugging Face run with --remote and a token in HF_TOKEN only.
        """;

    private const int MaxShown = 20;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    internal static Command Build(Surroundings surroundings)
    {
        var file = new Argument<string>("file") { Description = "The list, one model a line; - reads it from standard input.", HelpName = "FILE" };
        var runner = new Option<string>("--runner")
        {
            Description = "What runs the models.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "huggingface",
        };
        var replace = ModelsCommand.Replace();
        var command = new Command(Name, "Adds the models of a list, such as HuggingGPT's own.") { file, runner, replace };
        command.SetAction(async (parsed, _) =>
        {
            var name = parsed.GetRequiredValue(runner);
            if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            {
                throw Error.InvalidRequest($"'{name}' is no name of a runner; it is letters, digits and '-'.");
            }

            var list = await CardFiles.ReadAsync(parsed.GetRequiredValue(file), CardFiles.MaxList, surroundings).ConfigureAwait(false);
            var read = await ReadAsync(new HubListReader(TaskTypeCatalog.Default, name).Read(list), surroundings).ConfigureAwait(false);
            await SaveAsync(read, name, parsed.GetValue(replace), surroundings).ConfigureAwait(false);
            return read.Any(line => line.Card is not null) ? ExitCode.Answered : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<List<ImportedCard>> ReadAsync(IEnumerable<ImportedCard> lines, Surroundings surroundings)
    {
        var read = new List<ImportedCard>();
        var told = surroundings.Time.GetTimestamp();
        foreach (var line in lines)
        {
            surroundings.Interruption.Stop.ThrowIfCancellationRequested();
            read.Add(line);
            if (surroundings.Time.GetElapsedTime(told) >= ProgressEvery)
            {
                told = surroundings.Time.GetTimestamp();
                await surroundings.Error.WriteLineAsync($"{read.Count:N0} models read …").ConfigureAwait(false);
            }
        }

        return read;
    }

    private static async Task SaveAsync(List<ImportedCard> read, string runner, bool replace, Surroundings surroundings)
    {
        var folder = CardFiles.Folder(surroundings);
        var known = replace ? [] : folder.Read(surroundings.Interruption.Stop).Where(card => card.Id is not null).Select(card => card.Id!.Value).ToHashSet();
        var cards = new List<ModelCard>();
        var skipped = new List<string>();
        foreach (var line in read)
        {
            if (line.Card is { } card && !known.Contains(card.Id))
            {
                cards.Add(card);
            }
            else
            {
                skipped.Add($"line {line.Line}: {line.Skipped ?? $"there is a card {line.Card!.Id} already; --replace replaces it"}");
            }
        }

        foreach (var reason in skipped.Take(MaxShown))
        {
            await surroundings.Error.WriteLineAsync($"left out: {TerminalText.Line(reason)}").ConfigureAwait(false);
        }

        if (skipped.Count > MaxShown)
        {
            await surroundings.Error.WriteLineAsync($"left out: {skipped.Count - MaxShown:N0} more").ConfigureAwait(false);
        }

        var where = cards.Count == 0 ? "" : $" in {TerminalText.Line(new CardFolderEditor(folder).AddMany(runner, cards))}";
        var types = cards.SelectMany(card => card.TaskTypes).Distinct().Count();
        await surroundings.Output.WriteLineAsync(
            $"Imported {cards.Count:N0} of {read.Count:N0} models, for {types} task types{where}; {skipped.Count:N0} left out.").ConfigureAwait(false);
    }
}
