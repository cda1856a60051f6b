using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis tenants</c>: who has conversations, files, keys and limits of their own.</summary>
internal static class TenantsCommand
{
    internal const string Name = "tenants";

    internal const string More =
        """
        Examples:
          jarvis tenants create acme --label "Acme Inc."
          jarvis tenants limits acme turns-per-day=1000 stored-bytes=10GiB cost-per-day=2.50
          jarvis tenants limits acme turns-per-day=none stored-bytes=default
          jarvis tenants usage acme --days 7
          jarvis tenants delete acme --yes

        Limits: turns-per-minute, turns-per-day, tasks-in-flight, tokens-per-day, cost-per-day, device-seconds-per-day,
        device-seconds-per-day:DEVICE, stored-bytes, weight. "none" is no limit, "default" what Jarvis:Tenants says.
        """;

    internal static Command Build(Surroundings surroundings) => new(Name, "Makes, lists and deletes tenants, and says what each may use.")
    {
        Create(surroundings),
        List(surroundings),
        Show(surroundings),
        TenantsLimitsCommand.Build(surroundings),
        TenantsUsageCommand.Build(surroundings),
        Delete(surroundings),
    };

    internal static Argument<string> TenantArgument() => new("tenant") { Description = "The tenant's name.", HelpName = "TENANT" };

    internal static async Task WriteAsync(Tenant tenant, Surroundings surroundings, bool json)
    {
        if (json)
        {
            await surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(tenant, CliTenancyJson.Default.Tenant)).ConfigureAwait(false);
            return;
        }

        await surroundings.Output.WriteLineAsync($"{tenant.Id}\t{TerminalText.Line(tenant.Label)}").ConfigureAwait(false);
        if (tenant.DeletingSince is { } since)
        {
            await surroundings.Output.WriteLineAsync($"being deleted since {TenantOption.Minute(since)} UTC").ConfigureAwait(false);
        }

        foreach (var (name, value) in tenant.Limits)
        {
            await surroundings.Output.WriteLineAsync($"{TerminalText.Line(name)}\t{value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "none"}").ConfigureAwait(false);
        }
    }

    private static Command Create(Surroundings surroundings)
    {
        var name = TenantArgument();
        var label = new Option<string>("--label") { Description = "Who it is, in a few words.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var json = CommonOptions.Json("Write the tenant as one line of JSON.");
        var command = new Command("create", "Makes a tenant.") { name, label, json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Keep, async (host, stop) =>
        {
            var made = await host.Part<ITenants>().CreateAsync(
                TenantId.Parse(parsed.GetRequiredValue(name)), parsed.GetRequiredValue(label), stop).ConfigureAwait(false);
            await WriteAsync(made, surroundings, parsed.GetValue(json)).ConfigureAwait(false);
        }));
        return command;
    }

    private static Command List(Surroundings surroundings)
    {
        var json = CommonOptions.Json("Write one tenant a line as JSON.");
        var command = new Command("list", "Lists the tenants that were made.") { json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Look, async (host, stop) =>
        {
            var count = 0;
            await foreach (var tenant in host.Part<ITenants>().ListAsync(stop).ConfigureAwait(false))
            {
                if (parsed.GetValue(json))
                {
                    await WriteAsync(tenant, surroundings, json: true).ConfigureAwait(false);
                    continue;
                }

                if (count++ == 0)
                {
                    await surroundings.Output.WriteLineAsync("TENANT\tCREATED\tSTATUS\tLABEL").ConfigureAwait(false);
                }

                var status = tenant.DeletingSince is null ? "live" : "being deleted";
                await surroundings.Output.WriteLineAsync(
                    $"{tenant.Id}\t{TenantOption.Minute(tenant.CreatedAt)}\t{status}\t{TerminalText.Line(tenant.Label)}").ConfigureAwait(false);
            }

            if (count == 0 && !parsed.GetValue(json))
            {
                await surroundings.Error.WriteLineAsync("jarvis: No tenant was made here; all is the tenant 'local'. Make one: jarvis tenants create NAME").ConfigureAwait(false);
            }
        }));
        return command;
    }

    private static Command Show(Surroundings surroundings)
    {
        var name = TenantArgument();
        var json = CommonOptions.Json("Write the tenant as one line of JSON.");
        var command = new Command("show", "Shows a tenant and the limits that are its own.") { name, json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Look, async (host, stop) =>
        {
            var id = TenantId.Parse(parsed.GetRequiredValue(name));
            var found = await host.Part<ITenants>().FindAsync(id, stop).ConfigureAwait(false)
                ?? throw Error.NotFound($"There is no tenant '{id}'; jarvis tenants list shows which there are.");
            await WriteAsync(found, surroundings, parsed.GetValue(json)).ConfigureAwait(false);
        }));
        return command;
    }

    private static Command Delete(Surroundings surroundings)
    {
        var name = TenantArgument();
        var yes = new Option<bool>("--yes") { Description = "Do it: without this nothing is deleted." };
        var command = new Command("delete", "Deletes a tenant with its conversations, files, keys and usage. It cannot be undone; what was broken off is gone on with.") { name, yes };
        command.SetAction(async (parsed, _) =>
        {
            var id = TenantId.Parse(parsed.GetRequiredValue(name));
            if (!parsed.GetValue(yes))
            {
                throw Error.InvalidRequest($"This deletes all that '{id}' has, for good. To do it: jarvis tenants delete {id} --yes");
            }

            return await TenantOption.RunAsync(parsed, surroundings, StateUse.Work, async (host, stop) =>
            {
                await host.Part<TenantDeletion>().RunAsync(id, new DeletionLines(surroundings.Error), stop).ConfigureAwait(false);
                await surroundings.Output.WriteLineAsync($"Deleted {id}.").ConfigureAwait(false);
            }).ConfigureAwait(false);
        });
        return command;
    }
}
