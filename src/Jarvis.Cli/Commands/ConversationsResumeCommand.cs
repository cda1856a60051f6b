using System.CommandLine;
using Jarvis.Cli.Files;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Input;
using Jarvis.Cli.Turns;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis conversations resume</c>: goes on with turns that were left open, and follows them to their end.</summary>
internal static class ConversationsResumeCommand
{
    internal static Command Build(Surroundings surroundings)
    {
        var name = new Argument<string?>("name")
        {
            Description = "The conversation; all that have open turns where it is left out.",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var folder = CommonOptions.Out($"Where to save what is made. [default: {ResultFolder.Default}; with --json: nothing is saved]");
        var json = CommonOptions.Json("Write events as JSON, one a line.");
        var command = new Command("resume", "Goes on with turns that were left open, and follows them to their end.") { name, folder, json };
        command.SetAction(async (parsed, _) =>
        {
            ConversationId? wanted = parsed.GetValue(name) is { } given ? new ConversationId(TenantId.Local, given) : null;
            var results = parsed.GetValue(json) && parsed.GetValue(folder) is null
                ? null
                : CommonOptions.Results(parsed.GetValue(folder), surroundings);
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: StateUse.Work).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                var conversations = wanted is { } one ? [one] : await OpenAsync(host.Jarvis, surroundings.Interruption.Stop).ConfigureAwait(false);
                using var lines = new LineReader(surroundings.Input, RequestText.MaxBytes);
                var approver = new Approver(host.Jarvis, surroundings, lines);
                var (code, turns) = (ExitCode.Answered, 0);
                foreach (var conversation in conversations)
                {
                    // Reading it goes on with what is open.
                    var snapshot = await host.Jarvis.GetAsync(conversation, surroundings.Interruption.Stop).ConfigureAwait(false);
                    if (snapshot.Turns.IsEmpty)
                    {
                        throw Error.NotFound($"There is no conversation '{conversation.Name}'; jarvis conversations list names those that there are.");
                    }

                    var asker = new Asker(host.Jarvis, surroundings, results, parsed.GetValue(json), approver, conversation);
                    foreach (var turn in snapshot.Turns.Where(turn => turn.Status == TurnStatus.Open))
                    {
                        turns++;
                        var ended = await asker.FollowToEndAsync(conversation.Turn(turn.Number), snapshot.LastSequence).ConfigureAwait(false);
                        code = ended == ExitCode.Answered ? code : ended;
                    }
                }

                if (turns == 0)
                {
                    await surroundings.Error.WriteLineAsync("jarvis: No turn is open.").ConfigureAwait(false);
                }

                return code;
            }
        });
        return command;
    }

    private static async Task<List<ConversationId>> OpenAsync(IJarvis jarvis, CancellationToken cancellationToken)
    {
        var open = new List<ConversationId>();
        string? after = null;
        do
        {
            var page = await jarvis.ListConversationsAsync(TenantId.Local, ConversationPage.MaxLength, after, cancellationToken).ConfigureAwait(false);
            open.AddRange(page.Conversations.Where(item => item.Open > 0).Select(item => item.Id));
            after = page.Next;
        }
        while (after is not null);
        open.Reverse();
        return open;
    }
}
