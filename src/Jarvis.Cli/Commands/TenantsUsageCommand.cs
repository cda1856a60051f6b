using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Rendering;
using Jarvis.Identity;
using Jarvis.Tenancy;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis tenants usage</c>: what a tenant has used, by day.</summary>
internal static class TenantsUsageCommand
{
    private const int MaxDays = 366;

    internal static Command Build(Surroundings surroundings)
    {
        var name = TenantsCommand.TenantArgument();
        var day = new Option<string?>("--day") { Description = "The last day, of UTC; today by default.", HelpName = "YYYY-MM-DD" };
        day.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && ToDay(only.Value) is null)
            {
                result.AddError($"--day takes a day such as 2026-03-04, not '{only.Value}'.");
            }
        });
        var days = new Option<int>("--days") { Description = $"How many days, 1 to {MaxDays}; 1 by default.", HelpName = "COUNT", DefaultValueFactory = _ => 1 };
        days.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !(int.TryParse(only.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxDays))
            {
                result.AddError($"--days takes a whole number from 1 to {MaxDays}, not '{only.Value}'.");
            }
        });
        var json = CommonOptions.Json("Write one day a line as JSON.");
        var command = new Command("usage", "Shows what a tenant has used, by day.") { name, day, days, json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Look, async (host, stop) =>
        {
            var id = TenantId.Parse(parsed.GetRequiredValue(name));
            var usage = host.Part<TenantUsage>();
            var last = ToDay(parsed.GetValue(day)) ?? usage.Today;
            if (!parsed.GetValue(json))
            {
                await surroundings.Output.WriteLineAsync("DAY\tTURNS\tTOKENS\tCOST\tSTORED\tDEVICES").ConfigureAwait(false);
            }

            for (var back = parsed.GetValue(days) - 1; back >= 0; back--)
            {
                var report = await usage.ReadAsync(id, last.AddDays(-back), stop).ConfigureAwait(false);
                await surroundings.Output.WriteLineAsync(
                    parsed.GetValue(json) ? JsonSerializer.Serialize(report, CliTenancyJson.Default.TenantUsageReport) : Line(report)).ConfigureAwait(false);
            }
        }));
        return command;
    }

    private static DateOnly? ToDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Line(TenantUsageReport report)
    {
        var devices = string.Join(
            ", ", report.DeviceSeconds.Select(used => string.Create(CultureInfo.InvariantCulture, $"{TerminalText.Line(used.Key)} {used.Value:0.0} s")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Day:yyyy-MM-dd}\t{report.Turns}\t{report.LanguageModels.Tokens}\t{report.LanguageModels.Cost:0.####}\t{report.StoredBytes?.ToString(CultureInfo.InvariantCulture) ?? "-"}\t{devices}");
    }
}
