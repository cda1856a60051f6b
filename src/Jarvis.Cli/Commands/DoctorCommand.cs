using System.ClientModel;
using System.CommandLine;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Models.Remote.Health;
using Microsoft.Extensions.AI;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis doctor</c>: what works, what does not, and what to do about it. Calls each configured language model and server once.</summary>
internal static class DoctorCommand
{
    internal const string Name = "doctor";

    /// <summary>Enough for a model that thinks before it says a word.</summary>
    private const int MaxOutputTokens = 512;

    /// <summary>Models that a line names: a list of hundreds may have been imported.</summary>
    private const int MaxIds = 8;

    internal static Command Build(Surroundings surroundings)
    {
        var command = new Command(Name, "Looks what works here: calls each configured language model and server once, and names what is missing.");
        command.SetAction(async (parsed, _) =>
        {
            var host = await CommonOptions.StartHostAsync(parsed, surroundings).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                var works = await CallAsync(host.LanguageModels, surroundings).ConfigureAwait(false);
                works &= await CallAsync(host.Remote, surroundings).ConfigureAwait(false);
                if (host.Devices is { } devices)
                {
                    await surroundings.Output.WriteLineAsync($"ok\tdevices: {devices.Look()}").ConfigureAwait(false);
                }

                await ListAsync(host.Jarvis, surroundings).ConfigureAwait(false);
                return works ? ExitCode.Answered : ExitCode.Failed;
            }
        });
        return command;
    }

    private static async Task<bool> CallAsync(ILanguageModels? models, Surroundings surroundings)
    {
        var works = true;
        var named = LanguageModelLines.Names(models).ToList();
        if (named.Count == 0)
        {
            await surroundings.Output.WriteLineAsync(
                "ok\tno language model is configured: requests are planned offline. Set OPENAI_API_KEY, or OPENAI_BASE_URL or AZURE_OPENAI_ENDPOINT and Jarvis__LanguageModel__Model, to use one.")
                .ConfigureAwait(false);
        }

        foreach (var model in named)
        {
            var client = models!.For(model.First())!;
            var signIn = client.GetService(typeof(AuthenticationTokenProvider)) is null ? "" : ", with Entra ID";
            var what = $"language model {model.Key} ({LanguageModelLines.Roles(model)}){signIn}";
            var line = await TryAsync(client, what, surroundings).ConfigureAwait(false);
            works &= line.Works;
            await surroundings.Output.WriteLineAsync(line.Text).ConfigureAwait(false);
        }

        return works;
    }

    private static async Task<bool> CallAsync(IRemoteServers? servers, Surroundings surroundings)
    {
        var checks = servers is null ? [] : await servers.CheckAsync(surroundings.Interruption.Stop).ConfigureAwait(false);
        foreach (var check in checks)
        {
            var text = check.Fault is { } fault
                ? $"fix\t{check.Server}: {fault}"
                : $"ok\t{check.Server} answered in {check.Duration.TotalSeconds:0.0} s{(check.Note is { } note ? $" ({note})" : "")}";
            await surroundings.Output.WriteLineAsync(text).ConfigureAwait(false);
        }

        return checks.All(check => check.Fault is null);
    }

    private static async Task<(bool Works, string Text)> TryAsync(IChatClient model, string what, Surroundings surroundings)
    {
        var start = surroundings.Time.GetTimestamp();
        try
        {
            var options = new ChatOptions { MaxOutputTokens = MaxOutputTokens };
            await model.GetResponseAsync("Answer with the word: ready", options, surroundings.Interruption.Stop).ConfigureAwait(false);
            return (true, $"ok\t{what} answered in {surroundings.Time.GetElapsedTime(start).TotalSeconds:0.0} s");
        }
        catch (JarvisException failed)
        {
            return (false, $"fix\t{what}: {TerminalText.Line(failed.Message, maxLength: 2000)}");
        }
    }

    private static async Task ListAsync(IJarvis jarvis, Surroundings surroundings)
    {
        var models = await jarvis.ListModelsAsync(surroundings.Interruption.Stop).ConfigureAwait(false);
        await surroundings.Output.WriteLineAsync($"ok\t{models.Count(model => model.IsAvailable)} of {models.Length} models can be run here").ConfigureAwait(false);
        foreach (var missing in models.Where(model => !model.IsAvailable).GroupBy(model => model.Unavailable, StringComparer.Ordinal))
        {
            var ids = string.Join(", ", missing.Take(MaxIds).Select(model => model.Card.Id.Value));
            ids += missing.Count() > MaxIds ? $" and {missing.Count() - MaxIds:N0} more" : "";
            await surroundings.Output.WriteLineAsync($"missing\t{ids}: {TerminalText.Line(missing.Key!, maxLength: 2000)}").ConfigureAwait(false);
        }
    }
}
