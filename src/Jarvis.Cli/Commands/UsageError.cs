using System.CommandLine;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Cli.Commands;

/// <summary>What is wrong with a command line, and what to write instead.</summary>
internal static class UsageError
{
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

        var nearest = NearestName.Of(unknown, Names(command));
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
}
