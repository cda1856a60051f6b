using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Evaluation;
using Spectre.Console;

namespace Jarvis.Cli.Rendering;

/// <summary>Shows the scores of plans: a table on a terminal, lines with tabs elsewhere.</summary>
internal static class ScoreTable
{
    private static readonly ImmutableArray<string> Heading =
        ["DOMAIN", "PLANS", "REQUESTS", "MISSING", "NODE F1", "EDGE F1", "T-F1", "V-F1", "NODE F1*", "EDGE F1*", "MS EACH", "TOKENS", "USD"];

    internal static async Task WriteAsync(IReadOnlyList<DomainReport> reports, Surroundings surroundings)
    {
        var rows = reports.SelectMany(report => report.Groups.Select(group => Cells(report, group))).ToList();
        if (surroundings.DrawsLive)
        {
            Draw(rows, surroundings);
            return;
        }

        foreach (var row in rows.Prepend([.. Heading]))
        {
            await surroundings.Output.WriteLineAsync(string.Join('\t', row)).ConfigureAwait(false);
        }
    }

    /// <summary>Tells, apart from the scores, what of the data was not used and why nothing was planned.</summary>
    internal static async Task ExplainAsync(DomainReport report, Surroundings surroundings)
    {
        var domain = TerminalText.Line(report.Domain);
        foreach (var bad in report.BadRowSamples)
        {
            await surroundings.Error.WriteLineAsync($"{domain}: {TerminalText.Line(bad.File)} line {bad.Line} is left out: {TerminalText.Line(bad.Reason, maxLength: 500)}")
                .ConfigureAwait(false);
        }

        if (report.BadRows > report.BadRowSamples.Length)
        {
            await surroundings.Error.WriteLineAsync($"{domain}: {report.BadRows - report.BadRowSamples.Length} more lines are left out.").ConfigureAwait(false);
        }

        foreach (var failure in report.Failures)
        {
            await surroundings.Error.WriteLineAsync($"{domain}: nothing was planned for {failure.Count}: {TerminalText.Line(failure.Reason, maxLength: 500)}").ConfigureAwait(false);
        }
    }

    private static void Draw(List<string[]> rows, Surroundings surroundings)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in Heading)
        {
            table.AddColumn(new TableColumn(new Text(heading)) { Alignment = heading is "DOMAIN" or "PLANS" ? Justify.Left : Justify.Right });
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        Terminal.Console(surroundings).Write(table);
    }

    private static string[] Cells(DomainReport report, ScoredGroup group)
    {
        // Time and cost are of all requests of the domain together.
        var isAll = group == report.Groups[0];
        var each = report.Duration.TotalMilliseconds / Math.Max(1, report.Groups[0].Score.Plans);
        return
        [
            TerminalText.Line(report.Domain),
            group.Name,
            group.Score.Plans.ToString(CultureInfo.InvariantCulture),
            group.Missing.ToString(CultureInfo.InvariantCulture),
            Percent(group.Score.Nodes),
            Percent(group.Score.Edges),
            Percent(group.Score.ParameterNames),
            Percent(group.Score.ParameterValues),
            Percent(group.Answered.Nodes),
            Percent(group.Answered.Edges),
            isAll ? each.ToString("0.0", CultureInfo.InvariantCulture) : "",
            isAll ? report.Usage.Tokens.ToString(CultureInfo.InvariantCulture) : "",
            isAll ? report.Usage.Cost.ToString("0.####", CultureInfo.InvariantCulture) : "",
        ];
    }

    /// <summary>Nothing where there was nothing to find and nothing was found.</summary>
    private static string Percent(Hits hits) => hits is { Expected: 0, Predicted: 0 } ? "-" : (100 * hits.F1).ToString("0.0", CultureInfo.InvariantCulture);
}
