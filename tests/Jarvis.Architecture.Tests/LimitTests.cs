using System.Text.RegularExpressions;

namespace Jarvis.Architecture.Tests;

/// <summary>docs/limits.md is what is tested: each row of its tables names tests and options that there are.</summary>
public sealed partial class LimitTests
{
    private const int Columns = 5;

    private static readonly string[][] Rows = ReadRows();

    [Fact]
    public void The_table_is_there() => Assert.InRange(Rows.Length, 50, 1000);

    [Fact]
    public void Every_row_says_what_how_much_and_what_happens_beyond() =>
        Faults.None(Rows.Where(row => row.Length != Columns || row.Any(cell => cell.Length == 0)).Select(row => $"'{string.Join(" | ", row)}' lacks a column."));

    [Fact]
    public void Every_row_names_tests_that_there_are()
    {
        var tests = Members("tests", Test());
        Faults.None(
            from row in Rows
            let named = Code().Matches(row[^1]).Select(match => match.Groups["code"].Value).ToList()
            from fault in named.Count == 0 ? ["names no test"] : named.Where(name => !tests.Contains(name)).Select(name => $"names {name}, which is no test")
            select $"'{row[0]}' {fault}.");
    }

    [Fact]
    public void Every_row_names_options_that_there_are()
    {
        var options = Members("src", Property());
        Faults.None(
            from row in Rows
            from name in Code().Matches(row[2]).Select(match => match.Groups["code"].Value)
            where !options.Contains(name)
            select $"'{row[0]}' names {name}, which is no option.");
    }

    [Fact]
    public void Every_code_of_an_error_in_it_is_one()
    {
        var codes = string.Join('\n', Repository.Sources("src").Single(file => Path.GetFileName(file.Path) == "ErrorCode.cs").Lines);
        Faults.None(
            from row in Rows
            from code in Code().Matches(row[3]).Select(match => match.Groups["code"].Value)
            where !codes.Contains($"\"{code}\"", StringComparison.Ordinal)
            select $"'{row[0]}' gives {code}, which is no code.");
    }

    private static string[][] ReadRows() =>
    [
        .. File.ReadAllLines(Path.Combine(Repository.Root, "docs", "limits.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| what |", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim()).ToArray()),
    ];

    /// <summary>The members of a folder that look like something, as <c>Type.Member</c>. A type may have several files.</summary>
    private static HashSet<string> Members(string folder, Regex member) =>
    [
        .. from file in Repository.Sources(folder)
           let type = Path.GetFileName(file.Path).Split('.')[0]
           from line in file.Lines
           let match = member.Match(line)
           where match.Success
           select $"{type}.{match.Groups["name"].Value}",
    ];

    [GeneratedRegex(@"`(?<code>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^    public (?:async )?(?:Task|void|Property) (?<name>[A-Z]\w*)\(")]
    private static partial Regex Test();

    [GeneratedRegex(@"^    public [^(]*? (?<name>[A-Z]\w*) \{ get;")]
    private static partial Regex Property();
}
