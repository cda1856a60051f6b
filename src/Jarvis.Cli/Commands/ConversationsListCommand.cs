using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Rendering;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Serialization;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis conversations list</c>.</summary>
internal static class ConversationsListCommand
{
    private const int DefaultLimit = 20;

    internal static Command Build(Surroundings surroundings)
    {
        var limit = new Option<int>("--limit") { Description = $"The most to list, 1 to {ConversationPage.MaxLength}.", HelpName = "COUNT", DefaultValueFactory = _ => DefaultLimit };
        var after = new Option<string?>("--after") { Description = "Go on where an earlier list ended, as it says.", HelpName = "WHERE" };
        var json = CommonOptions.Json("Write the list as one line of JSON, with where to go on as \"next\".");
        var command = new Command("list", "Lists conversations, the newest first.") { limit, after, json };
        command.SetAction(async (parsed, _) =>
        {
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: StateUse.Look).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                var page = await host.Jarvis.ListConversationsAsync(
                    TenantId.Local, parsed.GetValue(limit), parsed.GetValue(after), surroundings.Interruption.Stop).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    await surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(page, JarvisJsonContext.Default.ConversationPage)).ConfigureAwait(false);
                    return ExitCode.Answered;
                }

                await WriteAsync(page, surroundings).ConfigureAwait(false);
            }

            return ExitCode.Answered;
        });
        return command;
    }

    private static async Task WriteAsync(ConversationPage page, Surroundings surroundings)
    {
        if (page.Conversations.IsEmpty)
        {
            await surroundings.Error.WriteLineAsync("jarvis: There are no conversations here. Ask something: jarvis ask \"…\"").ConfigureAwait(false);
            return;
        }

        await surroundings.Output.WriteLineAsync("NAME\tCREATED\tTURNS\tOPEN\tTITLE").ConfigureAwait(false);
        foreach (var item in page.Conversations)
        {
            await surroundings.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{item.Id.Name}\t{item.CreatedAt.ToUniversalTime():yyyy-MM-dd HH:mm}\t{item.Turns}\t{item.Open}\t{TerminalText.Line(item.Title)}")).ConfigureAwait(false);
        }

        if (page.Next is { } next)
        {
            await surroundings.Error.WriteLineAsync($"There are more: jarvis conversations list --after {next}").ConfigureAwait(false);
        }
    }
}
