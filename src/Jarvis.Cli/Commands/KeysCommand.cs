using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Rendering;
using Jarvis.Identity;
using Jarvis.Tenancy;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis keys</c>: who may call from outside.</summary>
internal static class KeysCommand
{
    internal const string Name = "keys";

    internal const string More =
        """
        Examples:
          jarvis keys create "web shop" --scope use --scope read --expires 90d
          jarvis keys list --tenant acme
          jarvis keys rotate abcdefghijkl --grace 24h
          jarvis keys revoke abcdefghijkl

        A key is shown once, on stdout; what is kept of it is a hash. Revoking takes effect within a second.
        """;

    internal static Command Build(Surroundings surroundings) => new(Name, "Makes, lists, rotates and revokes the keys of those who call from outside.")
    {
        Create(surroundings),
        List(surroundings),
        Rotate(surroundings),
        Revoke(surroundings),
    };

    private static Command Create(Surroundings surroundings)
    {
        var label = new Argument<string>("label") { Description = "What the key is for, in a few words.", HelpName = "LABEL" };
        var tenant = TenantOption.Build();
        var scope = new Option<KeyScope[]>("--scope") { Description = "What it allows: read, use or admin; give the option once for each. read and use by default.", HelpName = "SCOPE", DefaultValueFactory = _ => [KeyScope.Read, KeyScope.Use] };
        // Otherwise numbers were taken too, and "read,use" as the sum of both.
        scope.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is not ("read" or "use" or "admin")) is { } other)
            {
                result.AddError($"--scope takes read, use or admin, not '{TerminalText.Line(other.Value)}'; give it once for each.");
            }
        });
        var expires = TenantOption.Time("--expires", "How long it is taken; for ever by default.");
        var json = CommonOptions.Json("Write the key and what it allows as one line of JSON.");
        var command = new Command("create", "Makes a key and shows it, this once.") { label, tenant, scope, expires, json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Keep, async (host, stop) =>
        {
            var request = new CallerKeyRequest(parsed.GetRequiredValue(label), [.. parsed.GetRequiredValue(scope)])
            {
                Lifetime = TenantOption.ToTime(parsed.GetValue(expires)),
            };
            var issued = await host.Part<ICallerKeys>().CreateAsync(TenantId.Parse(parsed.GetRequiredValue(tenant)), request, stop).ConfigureAwait(false);
            await ShowAsync(issued, surroundings, parsed.GetValue(json)).ConfigureAwait(false);
        }));
        return command;
    }

    private static Command List(Surroundings surroundings)
    {
        var tenant = TenantOption.Build();
        var json = CommonOptions.Json("Write one key a line as JSON.");
        var command = new Command("list", "Lists keys: what they allow, until when, and when they were used last.") { tenant, json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Look, async (host, stop) =>
        {
            var owner = TenantId.Parse(parsed.GetRequiredValue(tenant));
            await host.Part<ITenants>().RequireAsync(owner, stop).ConfigureAwait(false);
            var keys = await host.Part<ICallerKeys>().ListAsync(owner, stop).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                foreach (var key in keys)
                {
                    await surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(key, CliTenancyJson.Default.CallerKey)).ConfigureAwait(false);
                }

                return;
            }

            if (keys.IsEmpty)
            {
                await surroundings.Error.WriteLineAsync($"jarvis: The tenant '{owner}' has no keys. Make one: jarvis keys create LABEL --tenant {owner}").ConfigureAwait(false);
                return;
            }

            await surroundings.Output.WriteLineAsync("ID\tSCOPES\tSTATUS\tCREATED\tEXPIRES\tLAST USED\tLABEL").ConfigureAwait(false);
            foreach (var key in keys)
            {
                await surroundings.Output.WriteLineAsync(Line(key, surroundings.Time.GetUtcNow())).ConfigureAwait(false);
            }
        }));
        return command;
    }

    private static Command Rotate(Surroundings surroundings)
    {
        var id = new Argument<string>("id") { Description = "The key, by the id that jarvis keys list shows.", HelpName = "ID" };
        var tenant = TenantOption.Build();
        var grace = TenantOption.Time("--grace", "How long the old key is still taken, up to 90d; 24h by default.");
        var json = CommonOptions.Json("Write the key and what it allows as one line of JSON.");
        var command = new Command("rotate", "Makes a new key in the place of one, which is taken for a while longer.") { id, tenant, grace, json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Keep, async (host, stop) =>
        {
            var issued = await host.Part<ICallerKeys>().RotateAsync(
                TenantId.Parse(parsed.GetRequiredValue(tenant)),
                parsed.GetRequiredValue(id),
                TenantOption.ToTime(parsed.GetValue(grace)) ?? TimeSpan.FromHours(24),
                stop).ConfigureAwait(false);
            await ShowAsync(issued, surroundings, parsed.GetValue(json)).ConfigureAwait(false);
        }));
        return command;
    }

    private static Command Revoke(Surroundings surroundings)
    {
        var id = new Argument<string>("id") { Description = "The key, by the id that jarvis keys list shows.", HelpName = "ID" };
        var tenant = TenantOption.Build();
        var command = new Command("revoke", "Has a key no longer taken. It cannot be undone.") { id, tenant };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Keep, async (host, stop) =>
        {
            var key = parsed.GetRequiredValue(id);
            await host.Part<ICallerKeys>().RevokeAsync(TenantId.Parse(parsed.GetRequiredValue(tenant)), key, stop).ConfigureAwait(false);
            await surroundings.Output.WriteLineAsync($"Revoked {TerminalText.Line(key)}.").ConfigureAwait(false);
        }));
        return command;
    }

    /// <summary>The key alone on stdout, to be put where it belongs; what to know of it beside.</summary>
    private static async Task ShowAsync(IssuedKey issued, Surroundings surroundings, bool json)
    {
        if (json)
        {
            var shown = new ShownKey(issued.Reveal(), issued.Key);
            await surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(shown, CliTenancyJson.Default.ShownKey)).ConfigureAwait(false);
            return;
        }

        await surroundings.Output.WriteLineAsync(issued.Reveal()).ConfigureAwait(false);
        var until = issued.Key.ExpiresAt is { } end ? $"until {TenantOption.Minute(end)} UTC" : "until it is revoked";
        await surroundings.Error.WriteLineAsync(
            $"The key {issued.Key.Id} of '{issued.Key.Tenant}' is good {until}. Keep it now: it cannot be shown again.").ConfigureAwait(false);
    }

    private static string Line(CallerKey key, DateTimeOffset now)
    {
        var status = key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : key.ReplacedBy is not null ? "replaced" : "live";
        var scopes = string.Join(',', key.Scopes.Select(scope => scope.ToString().ToLowerInvariant()));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{key.Id}\t{scopes}\t{status}\t{TenantOption.Minute(key.CreatedAt)}\t{TenantOption.Minute(key.ExpiresAt)}\t{TenantOption.Minute(key.LastUsed)}\t{TerminalText.Line(key.Label)}");
    }
}
