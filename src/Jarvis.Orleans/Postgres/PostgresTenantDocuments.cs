using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

namespace Jarvis.Orleans;

/// <summary>What the grain storage keeps of one tenant, asked of its table: the rows whose id begins with the tenant's name.</summary>
/// <param name="options">Where it is.</param>
/// <param name="cluster">Whose rows.</param>
internal sealed class PostgresTenantDocuments(IOptions<JarvisPostgresOptions> options, IOptions<ClusterOptions> cluster) : ITenantDocuments, IAsyncDisposable, IDisposable
{
    /// <summary>How many documents are read at once: nothing is held open while they are looked at.</summary>
    private const int PageLength = 64;

    /// <summary>'0' comes after '/': what begins with a name and a '/' lies between the two.</summary>
    private const string OfTenant = """
        ServiceId = $1 AND PayloadBinary IS NOT NULL
        AND (GrainIdExtensionString = $2 OR (GrainIdExtensionString > $2 || '/' AND GrainIdExtensionString < $2 || '0'))
        """;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(options.Value.ConnectionString);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    public void Dispose() => _source.Dispose();

    public async IAsyncEnumerable<StoredDocument> ReadAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (id, kind) = ("", "");
        while (true)
        {
            var page = await AskAsync(() => ReadPageAsync(tenant, id, kind, cancellationToken)).ConfigureAwait(false);
            foreach (var document in page)
            {
                yield return document;
            }

            if (page.Count < PageLength)
            {
                yield break;
            }

            (id, kind) = (StorageKey.Prefix + StorageKey.Escape(page[^1].Key.Id), StorageKey.Escape(page[^1].Key.Kind));
        }
    }

    public async ValueTask<int> DeleteAsync(TenantId tenant, string except, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return await AskAsync(async () =>
        {
            await using var command = Command(
                $"DELETE FROM OrleansStorage WHERE ctid IN (SELECT ctid FROM OrleansStorage WHERE {OfTenant} AND GrainTypeString <> $3 LIMIT $4 FOR UPDATE)",
                cluster.Value.ServiceId,
                StorageKey.Prefix + tenant.Value,
                except,
                most);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the table anew, where that is asked for: deleted rows stay in its file until their place is needed. What PostgreSQL's own log and its
    /// copies hold goes when they do.
    /// </summary>
    /// <param name="rewrite">Whether the table is written anew; nobody reads or writes state meanwhile.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    public async ValueTask PurgeAsync(bool rewrite, CancellationToken cancellationToken) => await AskAsync(async () =>
    {
        await using var command = Command(rewrite ? "VACUUM FULL OrleansStorage" : "VACUUM OrleansStorage");
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }).ConfigureAwait(false);

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw StateErrors.Unavailable(exception);
        }
    }

    private async Task<List<StoredDocument>> ReadPageAsync(TenantId tenant, string id, string kind, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            SELECT GrainTypeString, GrainIdExtensionString, PayloadBinary FROM OrleansStorage
            WHERE {OfTenant} AND (GrainIdExtensionString, GrainTypeString) > ($3, $4)
            ORDER BY GrainIdExtensionString, GrainTypeString LIMIT {PageLength}
            """,
            cluster.Value.ServiceId,
            StorageKey.Prefix + tenant.Value,
            id,
            kind);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<StoredDocument>(PageLength);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(new(StorageKey.Read(reader.GetString(0), reader.GetString(1)), StateSerializer.DocumentOf(reader.GetFieldValue<byte[]>(2))));
        }

        return page;
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = _source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
