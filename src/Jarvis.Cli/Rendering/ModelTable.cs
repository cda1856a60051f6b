using System.Collections.Immutable;
using Jarvis.Models;
using Spectre.Console;

namespace Jarvis.Cli.Rendering;

/// <summary>Shows the catalog: a table on a terminal, lines with tabs elsewhere. Nothing is cut off.</summary>
internal static class ModelTable
{
    private static readonly ImmutableArray<string> Heading = ["MODEL", "TASKS", "DEVICE", "STATUS"];

    internal static async Task WriteAsync(ImmutableArray<ModelStatus> models, Surroundings surroundings)
    {
        if (surroundings.DrawsLive)
        {
            Draw(models, surroundings);
            return;
        }

        await surroundings.Output.WriteLineAsync(string.Join('\t', Heading)).ConfigureAwait(false);
        foreach (var model in models)
        {
            await surroundings.Output.WriteLineAsync(string.Join('\t', Cells(model, ","))).ConfigureAwait(false);
        }
    }

    private static void Draw(ImmutableArray<ModelStatus> models, Surroundings surroundings)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in Heading)
        {
            // An id is there to be copied: it is never broken over lines.
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = heading == Heading[0] });
        }

        foreach (var model in models)
        {
            var cells = Cells(model, "\n");
            var status = new Text(cells[^1], new Style(model.IsAvailable ? Color.Green : Color.Yellow));
            table.AddRow([.. cells[..^1].Select(cell => new Text(cell)), status]);
        }

        Terminal.Console(surroundings).Write(table);
    }

    private static string[] Cells(ModelStatus model, string separator) =>
    [
        model.Card.Id.Value,
        string.Join(separator, model.Card.TaskTypes.Select(type => TerminalText.Line(type))),
        model.Device.Value,
        (model.Unavailable is { } why ? $"unavailable: {TerminalText.Line(why, maxLength: 2000)}" : "available")
            + (model.Note is { } note ? $" ({TerminalText.Line(note, maxLength: 2000)})" : ""),
    ];
}
