using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis resources</c>: the files that are kept.</summary>
internal static class ResourcesCommand
{
    internal const string Name = "resources";

    internal const string More =
        """
        Examples:
          jarvis resources list
          jarvis resources show 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
          jarvis resources delete 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
          jarvis resources collect

        Files that no turn names are removed a day after they were last used, by a host that runs for long or by "collect".
        """;

    internal static Command Build(Surroundings surroundings) => new(Name, "Lists, shows and deletes the files that are kept, and collects those that nothing names.")
    {
        List(surroundings),
        Show(surroundings),
        Delete(surroundings),
        Collect(surroundings),
    };

    private static Argument<string> IdArgument() => new("id") { Description = "The file, by the 64 digits that jarvis resources list shows.", HelpName = "ID" };

    private static Command List(Surroundings surroundings)
    {
        var tenant = TenantOption.Build();
        var json = CommonOptions.Json("Write one file a line as JSON.");
        var command = new Command("list", "Lists the files that are kept.") { tenant, json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Look, async (host, stop) =>
        {
            var (count, bytes) = (0, 0L);
            await foreach (var stored in host.Part<IResourceInventory>().ListAsync(TenantId.Parse(parsed.GetRequiredValue(tenant)), stop).ConfigureAwait(false))
            {
                if (count++ == 0 && !parsed.GetValue(json))
                {
                    await surroundings.Output.WriteLineAsync("ID\tTYPE\tBYTES\tADDED\tUSED\tNAME").ConfigureAwait(false);
                }

                bytes += stored.Resource.Length;
                await surroundings.Output.WriteLineAsync(
                    parsed.GetValue(json) ? JsonSerializer.Serialize(stored, CliTenancyJson.Default.StoredResource) : Line(stored)).ConfigureAwait(false);
            }

            await surroundings.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count:N0} files, {bytes:N0} bytes.")).ConfigureAwait(false);
        }));
        return command;
    }

    private static Command Show(Surroundings surroundings)
    {
        var (id, tenant) = (IdArgument(), TenantOption.Build());
        var command = new Command("show", "Shows a file: what it is, what made it, and how many documents of turns name it.") { id, tenant };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Look, async (host, stop) =>
        {
            var (owner, wanted) = (TenantId.Parse(parsed.GetRequiredValue(tenant)), ResourceId.Parse(parsed.GetRequiredValue(id)));
            await foreach (var stored in host.Part<IResourceInventory>().ListAsync(owner, stop).ConfigureAwait(false))
            {
                if (stored.Resource.Id != wanted)
                {
                    continue;
                }

                var counts = await host.Part<ResourceCollector>().CountReferencesAsync(owner, stop).ConfigureAwait(false);
                await surroundings.Output.WriteLineAsync(Line(stored)).ConfigureAwait(false);
                await surroundings.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"named by {counts.GetValueOrDefault(wanted)} documents")).ConfigureAwait(false);
                if (stored.Resource.Lineage is { } lineage)
                {
                    await surroundings.Output.WriteLineAsync($"made by {TerminalText.Line(lineage.Model.Value)} in {lineage.Task}").ConfigureAwait(false);
                }

                return;
            }

            throw NotFound(owner);
        }));
        return command;
    }

    private static Command Delete(Surroundings surroundings)
    {
        var (id, tenant) = (IdArgument(), TenantOption.Build());
        var command = new Command("delete", "Deletes a file, though turns may name it. It cannot be undone.") { id, tenant };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Look, async (host, stop) =>
        {
            var (owner, wanted) = (TenantId.Parse(parsed.GetRequiredValue(tenant)), ResourceId.Parse(parsed.GetRequiredValue(id)));
            if (!await host.Part<IResourceInventory>().RemoveAsync(owner, wanted, unusedSince: null, stop).ConfigureAwait(false))
            {
                throw NotFound(owner);
            }

            await surroundings.Output.WriteLineAsync($"Deleted {wanted}.").ConfigureAwait(false);
        }));
        return command;
    }

    private static Command Collect(Surroundings surroundings)
    {
        var json = CommonOptions.Json("Write what was removed as one line of JSON.");
        var command = new Command("collect", "Removes the files of all tenants that nothing names, and what interrupted uploads left behind.") { json };
        command.SetAction((parsed, _) => TenantOption.RunAsync(parsed, surroundings, StateUse.Look, async (host, stop) =>
        {
            var report = await host.Part<ResourceCollector>().CollectAsync(new CollectionLines(surroundings.Error), stop).ConfigureAwait(false);
            await surroundings.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, CliTenancyJson.Default.CollectionReport)
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Removed {report.Removed:N0} of {report.Looked:N0} files, {report.RemovedBytes:N0} bytes, and {report.Leftovers:N0} leftovers.")).ConfigureAwait(false);
        }));
        return command;
    }

    private static JarvisException NotFound(TenantId tenant) =>
        Error.NotFound($"The tenant '{tenant}' has no such file; jarvis resources list --tenant {tenant} shows which there are.");

    private static string Line(StoredResource stored) => string.Create(
        CultureInfo.InvariantCulture,
        $"{stored.Resource.Id}\t{stored.Resource.MediaType}\t{stored.Resource.Length}\t{TenantOption.Minute(stored.AddedAt)}\t{TenantOption.Minute(stored.UsedAt)}\t{TerminalText.Line(stored.Resource.Name)}");
}
