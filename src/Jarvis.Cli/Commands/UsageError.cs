using System.CommandLine;
using Jarvis.Errors;

namespace Jarvis.Cli.Commands;

/// <summary>What is wrong with a command line, and what to write instead.</summary>
internal static class UsageError
{
    private const int MaxDistance = 3;

    internal static JarvisException From(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return Error.InvalidRequest($"{What(parsed, command)} See '{Path(command)} --help'.");
    }

    private static string What(ParseResult parsed, Command command)
    {
        var unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (unknown is null)
        {
            return command is RootCommand && parsed.Tokens.Count == 0
                ? "Say what to do: ask, chat or models."
                : Missing(parsed) is { } missing
                    ? missing == AskCommand.Request ? "The request is missing; put it in quotes after the command." : $"The {missing} is missing; write it after the command."
                    : Sentence(parsed.Errors[0].Message);
        }

        var nearest = Nearest(unknown, Names(command));
        if (nearest is not null)
        {
            return $"There is no '{unknown}' here; did you mean '{nearest}'?";
        }

        return command switch
        {
            RootCommand when !unknown.StartsWith('-') =>
                $"There is no command '{unknown}'. To ask something, write: jarvis ask \"{unknown} …\"",
            { Name: AskCommand.Name } when !unknown.StartsWith('-') => $"'{unknown}' is one word too many; put the whole request in quotes.",
            _ => $"There is no '{unknown}' here.",
        };
    }

    private static string? Missing(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments is [{ Arity.MinimumNumberOfValues: 1 } argument]
        && parsed.GetResult(argument) is not { Tokens.Count: > 0 }
            ? argument.Name
            : null;

    private static string Path(Command command) => command is RootCommand || command.Parents.OfType<Command>().FirstOrDefault() is not { } parent
        ? "jarvis"
        : $"{Path(parent)} {command.Name}";

    private static IEnumerable<string> Names(Command command) => command.Subcommands.Select(child => child.Name)
        .Concat(command.Options.Select(option => option.Name))
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Select(option => option.Name));

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";

    /// <summary>The name that is fewest edits away, if it is near enough to have been meant.</summary>
    internal static string? Nearest(string text, IEnumerable<string> names)
    {
        var best = names.Select(name => (Name: name, Distance: Distance(text, name))).OrderBy(pair => pair.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= MaxDistance && best.Distance < best.Name.Length / 2.0 + 1 ? best.Name : null;
    }

    /// <summary>The edit distance of Levenshtein, by the two-row method of Wagner and Fischer.</summary>
    private static int Distance(string from, string to)
    {
        if (Math.Abs(from.Length - to.Length) > MaxDistance)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
