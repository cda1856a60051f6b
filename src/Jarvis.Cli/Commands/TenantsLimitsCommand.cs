using System.CommandLine;
using System.Globalization;
using Jarvis.Cli.Hosting;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis tenants limits</c>: what a tenant may use.</summary>
internal static class TenantsLimitsCommand
{
    internal const string Name = "limits";

    private static readonly (string Unit, decimal Factor)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("kB", 1e3m), ("MB", 1e6m), ("GB", 1e9m), ("TB", 1e12m)];

    internal static Command Build(Surroundings surroundings)
    {
        var name = TenantsCommand.TenantArgument();
        var changes = new Argument<string[]>("changes")
        {
            Description = "What is to be: LIMIT=VALUE, such as turns-per-day=100, =none or =default. Without any, the limits are shown.",
            HelpName = "LIMIT=VALUE",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = CommonOptions.Json("Write the tenant as one line of JSON.");
        var command = new Command(Name, "Changes or shows the limits that are a tenant's own. They hold within a second.") { name, changes, json };
        command.SetAction((parsed, _) =>
        {
            var wanted = (parsed.GetValue(changes) ?? []).Select(Read).ToDictionary(StringComparer.Ordinal);
            var use = wanted.Count == 0 ? StateUse.Look : StateUse.Keep;
            return TenantOption.RunAsync(parsed, surroundings, use, async (host, stop) =>
            {
                var id = TenantId.Parse(parsed.GetRequiredValue(name));
                var tenants = host.Part<ITenants>();
                var tenant = wanted.Count == 0
                    ? await tenants.RequireAsync(id, stop).ConfigureAwait(false)
                    : await tenants.SetLimitsAsync(id, wanted, stop).ConfigureAwait(false);
                await TenantsCommand.WriteAsync(tenant, surroundings, parsed.GetValue(json)).ConfigureAwait(false);
            });
        });
        return command;
    }

    private static KeyValuePair<string, LimitChange> Read(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Value(text[(equals + 1)..]) is { } change
            ? new(text[..equals], change)
            : throw Error.InvalidRequest($"'{text}' is no limit: give LIMIT=VALUE, such as turns-per-day=100, stored-bytes=10GiB, cost-per-day=2.50, =none or =default.");
    }

    private static LimitChange? Value(string text)
    {
        if (text is "none" or "default")
        {
            return text == "none" ? LimitChange.None : LimitChange.Default;
        }

        var (unit, factor) = Units.FirstOrDefault(known => text.EndsWith(known.Unit, StringComparison.Ordinal), ("", 1));
        return decimal.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e12m
            ? LimitChange.To(number * factor)
            : null;
    }
}
