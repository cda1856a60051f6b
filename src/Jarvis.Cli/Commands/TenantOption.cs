using System.CommandLine;
using System.Globalization;
using Jarvis.Cli.Hosting;
using Jarvis.Identity;

namespace Jarvis.Cli.Commands;

/// <summary>What the commands that look after a host have in common.</summary>
internal static class TenantOption
{
    internal static Option<string> Build() => new("--tenant")
    {
        Description = "Whose; 'local', the tenant of this machine, by default.",
        HelpName = "TENANT",
        DefaultValueFactory = _ => TenantId.Local.Value,
    };

    /// <summary>A length of time such as 90d, 12h, 30m or 45s.</summary>
    internal static Option<string?> Time(string name, string description)
    {
        var option = new Option<string?>(name) { Description = $"{description} Such as 90d, 12h or 30m.", HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && ToTime(only.Value) is null)
            {
                result.AddError($"{name} takes a length of time such as 90d, 12h or 30m, not '{only.Value}'.");
            }
        });
        return option;
    }

    internal static TimeSpan? ToTime(string? text) =>
        text is { Length: > 1 } && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? text[^1] switch
            {
                'd' when number <= 100_000 => TimeSpan.FromDays(number),
                'h' => TimeSpan.FromHours(number),
                'm' => TimeSpan.FromMinutes(number),
                's' => TimeSpan.FromSeconds(number),
                _ => null,
            }
            : null;

    /// <summary>Runs a command on a host that keeps what it does.</summary>
    internal static async Task<int> RunAsync(ParseResult parsed, Surroundings surroundings, StateUse use, Func<JarvisHost, CancellationToken, Task> run)
    {
        var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: use).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            await run(host, surroundings.Interruption.Stop).ConfigureAwait(false);
        }

        return ExitCode.Answered;
    }

    internal static string Minute(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
