using System.CommandLine;
using System.Globalization;
using Jarvis.Cli.Hosting;
using Jarvis.Errors;
using Microsoft.Extensions.Logging;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis serve</c>: the API and the console, in front of the host of this machine.</summary>
internal static class ServeCommand
{
    internal const string Name = "serve";

    internal const string More =
        """
        Examples:
          jarvis serve
          jarvis serve --port 8080
          jarvis serve --url http://0.0.0.0:5080
          curl http://127.0.0.1:5080/v1/models

        Open the address in a browser for the console: conversations, plans as they run, files, models, usage and keys.

        Where it listens and where its data is, it says on stdout; it opens nothing. By default only this machine can reach it, and needs no key. Once there is a
        key (jarvis keys create), with --keys, or at an address that others can reach, every call needs one: 'Authorization: Bearer jv_…'. The first is made then,
        and shown this once. See docs/api.md.

        Ctrl-C, or a request to terminate, ends it in peace: what runs goes on when it is started again. A second one ends it at once.

        Exit codes:
          0 stopped   1 failed   2 bad usage
        """;

    private const int UsualPort = 5080;

    internal static Command Build(Surroundings surroundings)
    {
        var port = new Option<int?>("--port", "-p") { Description = $"The port of this machine to listen at, from 0 (a free one) to 65535; {UsualPort} by default.", HelpName = "PORT" };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !(int.TryParse(only.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ushort.MaxValue))
            {
                result.AddError($"--port takes a number from 0 to {ushort.MaxValue}, not '{only.Value}'.");
            }
        });
        var urls = new Option<string[]>("--url") { Description = "An address to listen at in its place, http or https; give the option once for each.", HelpName = "URL", DefaultValueFactory = _ => [] };
        var keys = new Option<bool>("--keys") { Description = "Ask for a key also of who is at this machine." };
        var noKeys = new Option<bool>("--no-keys") { Description = "Ask for no key of who is at this machine, though there are some." };
        var command = new Command(Name, "Serves Jarvis over HTTP until it is stopped.") { port, urls, keys, noKeys };
        command.Validators.Add(result =>
        {
            if (result.GetResult(port) is { Implicit: false } && result.GetResult(urls) is { Implicit: false })
            {
                result.AddError("--port and --url say the same; give one of them.");
            }

            if (result.GetValue(keys) && result.GetValue(noKeys))
            {
                result.AddError("--keys and --no-keys say opposite things; give one of them.");
            }
        });
        command.SetAction((parsed, _) =>
        {
            var given = parsed.GetRequiredValue(urls);
            IReadOnlyList<Uri> addresses = given.Length > 0 ? [.. given.Select(Address)] : [new Uri($"http://127.0.0.1:{parsed.GetValue(port) ?? UsualPort}")];
            var isVerbose = parsed.GetValue<bool>(CommonOptions.VerboseName);
            var host = new HostSettings(new LineLoggerProvider(surroundings.Error, surroundings.Time), parsed.GetValue<bool>(CommonOptions.RemoteName), IsLong: true, StateUse.Work)
            {
                Resumes = true,
                LogLevel = isVerbose ? LogLevel.Debug : LogLevel.Warning,
            };
            bool? requireKeys = parsed.GetValue(keys) ? true : parsed.GetValue(noKeys) ? false : null;
            return ServeAsync(new ServeSettings(addresses, requireKeys, host), surroundings);
        });
        return command;
    }

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        // By another name the server would listen at all addresses that this machine has.
        && (address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || address.Host == "localhost")
            ? address
            : throw Error.InvalidRequest($"'{text}' is no address to listen at; give one by number, such as http://127.0.0.1:5080, or http://0.0.0.0:5080 for all that this machine has.");

    private static async Task<int> ServeAsync(ServeSettings settings, Surroundings surroundings)
    {
        var stop = surroundings.Interruption.Stop;
        var server = await GatewayServer.StartAsync(settings, stop).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var output = surroundings.Output;
            foreach (var address in server.Addresses)
            {
                await output.WriteLineAsync($"Jarvis listens at {address}").ConfigureAwait(false);
            }

            await output.WriteLineAsync($"Its data is in {DataFolder.Of(surroundings.Variable).Path}").ConfigureAwait(false);
            await output.WriteLineAsync(server.RequiresKeys
                ? "Every call needs a key: 'Authorization: Bearer jv_…'"
                : "Who is at this machine needs no key; --keys asks for one").ConfigureAwait(false);
            if (server.FirstKey is { } first)
            {
                await output.WriteLineAsync($"The first key, of scope read, use and admin. Keep it now, it cannot be shown again: {first.Reveal()}").ConfigureAwait(false);
            }

            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var asked = stop.Register(stopped.SetResult);
            await stopped.Task.ConfigureAwait(false);
            await surroundings.Error.WriteLineAsync("Stopping; what runs goes on when Jarvis is started again.").ConfigureAwait(false);
        }

        return ExitCode.Answered;
    }
}
