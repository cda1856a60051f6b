using Jarvis.Errors;
using Npgsql;
using NpgsqlTypes;

namespace Jarvis.Orleans;

/// <summary>
/// Writes rows of the grain storage's table, many in one statement: one transaction, one way there and back, one flush of the server's log. Of each
/// writer all are written or, when one has another version than the writer knows, none.
/// </summary>
/// <param name="database">Where the table is.</param>
/// <param name="serviceId">Whose rows.</param>
internal sealed class DocumentRows(NpgsqlDataSource database, string serviceId)
{
    /// <summary>
    /// Each row is looked for by its key, as the server would not do by itself while it takes the table for small. Rows are locked in the order of their
    /// keys, so that two who write the same wait for each other and never both. One that has the version already that it is to get was written by
    /// an attempt of which the answer was lost.
    /// </summary>
    internal const string Sql = """
        WITH written AS
        (
            SELECT * FROM unnest($2::text[], $3::text[], $4::integer[], $5::integer[], $6::bytea[], $7::integer[]) AS w (id, kind, kept, next, payload, writer)
        ),
        known AS MATERIALIZED
        (
            SELECT w.id, w.kind, k.ctid, k.Version
            FROM (SELECT id, kind FROM written ORDER BY id, kind) w CROSS JOIN LATERAL
            (
                SELECT s.ctid, s.Version FROM OrleansStorage s
                WHERE s.ServiceId = $1 AND s.GrainIdExtensionString = w.id AND s.GrainTypeString = w.kind AND s.GrainIdN0 = 0 AND s.GrainIdN1 = 0
                FOR UPDATE
            ) k
        ),
        stale AS MATERIALIZED
        (
            SELECT DISTINCT w.writer
            FROM written w LEFT JOIN known k ON k.id = w.id AND k.kind = w.kind
            WHERE k.Version IS DISTINCT FROM w.kept AND k.Version IS DISTINCT FROM w.next
        ),
        replaced AS
        (
            UPDATE OrleansStorage s SET PayloadBinary = w.payload, ModifiedOn = now(), Version = w.next
            FROM written w JOIN known k ON k.id = w.id AND k.kind = w.kind
            WHERE s.ctid = k.ctid AND s.Version = w.kept AND w.writer NOT IN (SELECT writer FROM stale)
        ),
        added AS
        (
            INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdExtensionString, GrainIdN0, GrainIdN1, PayloadBinary, ModifiedOn, Version)
            SELECT $1, w.kind, w.id, 0, 0, w.payload, now(), w.next
            FROM written w LEFT JOIN known k ON k.id = w.id AND k.kind = w.kind
            WHERE k.id IS NULL AND w.writer NOT IN (SELECT writer FROM stale)
            ORDER BY w.id, w.kind
        )
        SELECT writer FROM stale
        """;

    /// <summary>How often it is tried when another silo was in the way: each time one of the two gets through.</summary>
    private const int MaxTries = 8;

    /// <summary>Writes rows.</summary>
    /// <returns>The writers of which nothing was written, and why not.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>: whether they were written is not known.</exception>
    internal async Task<IReadOnlyDictionary<string, JarvisException>> WriteAsync(IReadOnlyList<DocumentRow> rows, CancellationToken cancellationToken)
    {
        var writers = rows.GroupBy(row => row.Writer, StringComparer.Ordinal).Select(own => own.ToList()).ToList();
        try
        {
            return await TryWriteAsync(writers, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException refused) when (IsOfRow(refused.SqlState))
        {
            // One that it will not take must not fail all others for ever.
            return writers.Count == 1
                ? new Dictionary<string, JarvisException>(StringComparer.Ordinal) { [rows[0].Writer] = StateErrors.Refused(rows[0].Key, refused) }
                : await WriteEachAsync(writers, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw StateErrors.Unavailable(exception);
        }
    }

    private async Task<IReadOnlyDictionary<string, JarvisException>> WriteEachAsync(List<List<DocumentRow>> writers, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, JarvisException>(StringComparer.Ordinal);
        foreach (var own in writers)
        {
            foreach (var (writer, why) in await WriteAsync(own, cancellationToken).ConfigureAwait(false))
            {
                all[writer] = why;
            }
        }

        return all;
    }

    private async Task<IReadOnlyDictionary<string, JarvisException>> TryWriteAsync(List<List<DocumentRow>> writers, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ExecuteAsync(writers, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException inTheWay) when (IsInTheWay(inTheWay.SqlState) && tries < MaxTries)
            {
                // Another silo wrote one of them at the same moment: this time its row is seen.
            }
        }
    }

    /// <summary>Whether the server refuses what it was given, such as for its length, and would again.</summary>
    private static bool IsOfRow(string state) => state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal);

    private static bool IsInTheWay(string state) =>
        state is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private async Task<IReadOnlyDictionary<string, JarvisException>> ExecuteAsync(List<List<DocumentRow>> writers, CancellationToken cancellationToken)
    {
        var rows = writers.SelectMany(static (own, number) => own.Select(row => (Row: row, Writer: number))).ToList();
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = serviceId });
        Add(row => StorageKey.Prefix + StorageKey.Escape(row.Key.Id), NpgsqlDbType.Text);
        Add(row => StorageKey.Escape(row.Key.Kind), NpgsqlDbType.Text);
        Add(row => (int?)row.Kept, NpgsqlDbType.Integer);
        Add(row => (int)row.Version, NpgsqlDbType.Integer);
        Add(row => row.Payload, NpgsqlDbType.Bytea);
        command.Parameters.Add(new() { Value = rows.ConvertAll(row => row.Writer).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var late = new Dictionary<string, JarvisException>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var row = writers[reader.GetInt32(0)][0];
            late[row.Writer] = StateErrors.Conflict(row.Key);
        }

        return late;

        void Add<T>(Func<DocumentRow, T> value, NpgsqlDbType type) =>
            command.Parameters.Add(new() { Value = rows.ConvertAll(row => value(row.Row)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
