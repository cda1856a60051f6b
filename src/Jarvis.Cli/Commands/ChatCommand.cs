using System.CommandLine;
using Jarvis.Cli.Chat;
using Jarvis.Cli.Files;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Input;
using Jarvis.Cli.Turns;
using Jarvis.Conversations;
using Jarvis.Identity;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis chat</c>: several turns in one conversation.</summary>
internal static class ChatCommand
{
    internal const string Name = "chat";

    internal const string More =
        """
        Examples:
          jarvis chat
          jarvis chat --file report.png --out results
          jarvis chat --conversation holiday
          jarvis chat --approve effect:sends
          printf 'Read this sign\nSay it in Spanish\n' | jarvis chat --file sign.png

        Each line is a request; later ones may refer to what earlier ones made. In a chat:
          /file PATH   attach a file (or an https address)    /models   list the models
          /help        say this                               /quit     end, as Ctrl-D does
        With --json, what goes on is written as `jarvis ask --json` writes it, and {"type":"file-attached","files"} for /file.
        Ctrl-C cancels the turn that runs, and ends the chat where none does. A turn that fails does not end it.

        Exit codes:
          0 ended   1 failed to start   2 bad usage   129 hung up   130 interrupted   141 output closed   143 terminated
        """;

    internal static Command Build(Surroundings surroundings)
    {
        var files = CommonOptions.Files("A file that goes with the first request; give the option once for each.");
        var folder = CommonOptions.Out($"Where to save what is made. [default: {ResultFolder.Default}; with --json: nothing is saved]");
        var json = new Option<bool>(CommonOptions.JsonName) { Description = "Write events as JSON, one a line, as ask does." };
        var approve = CommonOptions.Approve();
        var timeout = CommonOptions.Timeout();
        var memory = CommonOptions.Memory();
        var name = new Option<string?>("--conversation", "-c") { Description = "Go on with this conversation, or begin one of this name.", HelpName = "NAME" };
        var command = new Command(Name, "Asks several things in one conversation.") { files, folder, json, approve, timeout, name, memory };
        command.SetAction(async (parsed, _) =>
        {
            var isJson = parsed.GetValue(json);
            var approval = CommonOptions.Approval(parsed, approve, surroundings, isJson);
            var attached = await Attachments.CheckAsync(parsed.GetRequiredValue(files), surroundings).ConfigureAwait(false);
            var results = isJson && parsed.GetValue(folder) is null ? null : CommonOptions.Results(parsed.GetValue(folder), surroundings);
            ConversationId? conversation = parsed.GetValue(name) is { } given ? new ConversationId(TenantId.Local, given) : null;
            var state = parsed.GetValue(memory) ? StateUse.None : conversation is null ? StateUse.Begin : StateUse.Work;
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, isLong: true, state).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                if (conversation is { } known)
                {
                    // What is still open in it goes on from here.
                    await host.Jarvis.GetAsync(known, surroundings.Interruption.Stop).ConfigureAwait(false);
                }

                using var lines = new LineReader(surroundings.Input, RequestText.MaxBytes);
                var approver = approval is null ? null : new Approver(host.Jarvis, surroundings, lines);
                var asker = new Asker(host.Jarvis, surroundings, results, isJson, approver, conversation);
                var terms = new TurnRequest("") { Approval = approval, Timeout = CommonOptions.Seconds(parsed.GetResult(timeout)) };
                var chat = new ChatSession(host.Jarvis, asker, surroundings, lines, terms, attached, isJson);
                return await chat.RunAsync().ConfigureAwait(false);
            }
        });
        return command;
    }
}
