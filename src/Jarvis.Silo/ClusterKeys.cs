using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Orleans;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Silo;

/// <summary>Keys of those who look after the cluster: <c>keys create LABEL</c>, <c>keys list</c>, <c>keys revoke ID</c>. Works on the database; no silo need run.</summary>
internal static class ClusterKeys
{
    /// <summary>One that is forgotten ends by itself.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    internal static async Task<int> RunAsync(string[] command, SiloOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection()
            .AddSingleton(await PostgresState.OpenAsync(options.Database, options.ServiceId, cancellationToken).ConfigureAwait(false))
            .AddJarvisCore()
            .BuildServiceProvider();
        await using (services.ConfigureAwait(false))
        {
            await output.WriteLineAsync(await DoAsync(command, services.GetRequiredService<ICallerKeys>(), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            return 0;
        }
    }

    private static async Task<string> DoAsync(string[] command, ICallerKeys keys, CancellationToken cancellationToken)
    {
        switch (command)
        {
            case ["create", var label]:
                var made = await keys.CreateAsync(TenantId.Local, new CallerKeyRequest(label, KeyScope.Admin) { Lifetime = Lifetime }, cancellationToken).ConfigureAwait(false);
                return made.Reveal();
            case ["list"]:
                return string.Join('\n', (await keys.ListAsync(TenantId.Local, cancellationToken).ConfigureAwait(false)).Select(Line));
            case ["revoke", var id]:
                await keys.RevokeAsync(TenantId.Local, id, cancellationToken).ConfigureAwait(false);
                return $"The key {id} is revoked; silos take it for a second more at most.";
            default:
                throw Error.InvalidRequest("Say keys create LABEL, keys list or keys revoke ID.");
        }
    }

    private static string Line(CallerKey key) => string.Create(
        CultureInfo.InvariantCulture,
        $"{key.Id}  {(key.RevokedAt is not null ? "revoked" : key.ExpiresAt is { } end ? $"until {end:yyyy-MM-dd}" : "for ever")}  {string.Join(',', key.Scopes)}  {key.Label}");
}
