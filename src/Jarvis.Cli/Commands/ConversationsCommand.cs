using System.CommandLine;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis conversations</c>: what was asked and answered here, and what is still open.</summary>
internal static class ConversationsCommand
{
    internal const string Name = "conversations";

    internal const string More =
        """
        Examples:
          jarvis conversations list
          jarvis conversations show holiday
          jarvis conversations resume                     goes on with every turn that was left open
          jarvis conversations export holiday --out holiday.jsonl
          jarvis conversations import holiday.jsonl --name holiday-2
          jarvis conversations delete holiday

        Conversations are kept in $JARVIS_HOME, by default ~/.local/share/jarvis. A turn is open when the command that asked it was killed:
        it goes on from its last step when it is resumed, or when its conversation is chatted in again. What had finished is not run again.

        An archive is lines of JSON with all events and files of a conversation. Importing checks all of it before anything is kept.
        ask, chat, list, show and export go side by side. resume, import, delete and chat --conversation need the folder for themselves, and say
        so where they do not have it.

        Exit codes:
          0 done   1 failed   2 bad usage   129 hung up   130 interrupted   141 output closed   143 terminated
        """;

    internal static Command Build(Surroundings surroundings) => new(Name, "Lists, shows, resumes, exports, imports and deletes conversations.")
    {
        ConversationsListCommand.Build(surroundings),
        ConversationsShowCommand.Build(surroundings),
        ConversationsResumeCommand.Build(surroundings),
        ConversationsExportCommand.Build(surroundings),
        ConversationsImportCommand.Build(surroundings),
        ConversationsDeleteCommand.Build(surroundings),
    };

    internal static Argument<string> NameArgument() => new("name") { Description = "The conversation, as list calls it.", HelpName = "NAME" };
}
