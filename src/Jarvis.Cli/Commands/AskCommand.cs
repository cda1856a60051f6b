using System.CommandLine;
using Jarvis.Cli.Files;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Input;
using Jarvis.Cli.Turns;
using Jarvis.Conversations;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis ask</c>: one request, answered.</summary>
internal static class AskCommand
{
    internal const string Name = "ask";

    internal const string Request = "request";

    internal const string More =
        """
        Examples:
          jarvis ask "Read this receipt and translate it to Spanish" --file receipt.png
          jarvis ask "Write down what is said, then summarize it" -f talk.mp3 --out talk --timeout 120
          jarvis ask "What does this sign say?" --file https://example.org/sign.png
          jarvis ask "Make a picture of a boat and mail it" --approve cost:0.05 --approve effect:sends
          cat question.txt | jarvis ask - --json | jq -r 'select(.type == "answer-finished").answer.text'

        Addresses:
          Files on the web (http, https) are fetched, those that --file gives and those that the request names outside
          of quotation marks; never from this machine or a private network. docs/limits.md tells the limits.

        Output:
          On a terminal, a tree of the plan that changes in place, then the answer. Plain lines when piped, or with
          NO_COLOR set, or TERM=dumb. Files that the answer cites are saved, all that was made where it cites none.
          Nothing is ever overwritten: report.txt becomes report-2.txt.

        JSON lines (--json):
          One event a line, each with "type", "sequence", "at" and "turn"; the last is "turn-finished". With --out,
          a line {"type":"file-saved","resource","path"} for each file. What goes wrong outside of a turn is
          {"type":"error","code","message","retryable"}; the same sentence goes to stderr.

        Approval (--approve):
          plan           the whole plan waits until you say yes
          cost:0.10      only tasks that are likely to cost more than this, in US dollars
          effect:NAME    only tasks with a side effect: sends (leaves this machine), pays, writes, or what a card names
          [y] runs what is shown, [n] leaves it out and says why, [e] opens the plan as JSON in $EDITOR.

        Exit codes:
          0 answered   1 failed   2 bad usage   129 hung up   130 interrupted   141 output closed   143 terminated
          Ctrl-C cancels the turn; a second Ctrl-C ends jarvis at once, and the turn stays open: see jarvis conversations.

        What was asked and answered is kept in $JARVIS_HOME, by default ~/.local/share/jarvis; with --memory nothing is.
        """;

    internal static Command Build(Surroundings surroundings)
    {
        var request = new Argument<string>(Request) { Description = "What you want, in plain language; - reads it from standard input." };
        var files = CommonOptions.Files("A file that goes with the request; give the option once for each.");
        var folder = CommonOptions.Out($"Where to save what is made. [default: {ResultFolder.Default}; with --json: nothing is saved]");
        var json = new Option<bool>(CommonOptions.JsonName) { Description = "Write events as JSON, one a line." };
        var approve = CommonOptions.Approve();
        var timeout = CommonOptions.Timeout();
        var memory = CommonOptions.Memory();
        var command = new Command(Name, "Asks for something and shows how it is done.") { request, files, folder, json, approve, timeout, memory };
        command.SetAction(async (parsed, _) =>
        {
            var approval = CommonOptions.Approval(parsed, approve, surroundings, parsed.GetValue(json));
            var text = parsed.GetRequiredValue(request);
            text = text == "-"
                ? await RequestText.ReadAsync(surroundings.Input, surroundings.Interruption.Stop).ConfigureAwait(false)
                : RequestText.Check(text);
            var attached = await Attachments.CheckAsync(parsed.GetRequiredValue(files), surroundings).ConfigureAwait(false);
            var results = parsed.GetValue(json) && parsed.GetValue(folder) is null
                ? null
                : CommonOptions.Results(parsed.GetValue(folder), surroundings);

            var state = parsed.GetValue(memory) ? StateUse.None : StateUse.Begin;
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: state).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                using var lines = new LineReader(surroundings.Input, RequestText.MaxBytes);
                var approver = approval is null ? null : new Approver(host.Jarvis, surroundings, lines);
                var asker = new Asker(host.Jarvis, surroundings, results, parsed.GetValue(json), approver);
                var turn = new TurnRequest(text) { Approval = approval, Timeout = CommonOptions.Seconds(parsed.GetResult(timeout)) };
                return await asker.AskAsync(turn, attached).ConfigureAwait(false);
            }
        });
        return command;
    }
}
