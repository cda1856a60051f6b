using System.Globalization;
using Jarvis.State;
using Npgsql;
using Orleans.Storage;

namespace Jarvis.Orleans;

/// <summary>
/// State in the table of a grain storage in PostgreSQL, as that keeps it, read and written many documents at once. What need not be kept at once stays in
/// memory until the next write, where it has one writer: a version is drawn by lot, so that it finds out when it is written whether
/// another was there first, and nothing of one writer is then kept.
/// </summary>
internal sealed class PostgresStateStore : IStateStore, IAsyncDisposable, IDisposable
{
    /// <summary>How many documents are ahead of the database at most; who writes one more waits.</summary>
    internal const int MaxUnwritten = 1024;

    /// <summary>How long a document is in memory alone at most, where nobody asks for a flush and the database answers.</summary>
    internal static readonly TimeSpan LongestInMemory = TimeSpan.FromMilliseconds(200);

    private readonly GrainStateStore _storage;
    private readonly StateSerializer _serializer;
    private readonly NpgsqlDataSource _database;
    private readonly UnwrittenDocuments _unwritten = new(static (_, version) => version, static _ => VersionByLot());
    private readonly DocumentReader _reader;
    private readonly PostgresWriter _writer;

    /// <param name="storage">The grain storage over the table.</param>
    /// <param name="serializer">How documents become bytes; the storage's own.</param>
    /// <param name="connectionString">Where the table is.</param>
    /// <param name="serviceId">Whose rows.</param>
    /// <param name="time">The clock.</param>
    internal PostgresStateStore(IGrainStorage storage, StateSerializer serializer, string connectionString, string serviceId, TimeProvider time)
    {
        _storage = new GrainStateStore(storage);
        _serializer = serializer;
        _database = Open(connectionString);
        _reader = new DocumentReader(_database, serviceId);
        _writer = new PostgresWriter(new DocumentRows(_database, serviceId), _unwritten, static document => StateSerializer.Serialize(document.Value, document.Type), time);
    }

    /// <summary>Ends when all that waits is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends at once: what waits is lost, as when the process is killed.</summary>
    public void Dispose() => _database.Dispose();

    public async ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_unwritten.TryRead(key, out var known))
        {
            return new((T)known.Value, Text(known.Version));
        }

        return await _reader.ReadAsync(key, cancellationToken).ConfigureAwait(false) is var (version, payload)
            ? new(_serializer.Deserialize<T>(new(payload)), Text(version))
            : null;
    }

    public async ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        var expected = Number(key, version);
        var payload = StateSerializer.Serialize(value, _serializer.TypeInfo<T>());
        await _unwritten.HoldAsync(key, cancellationToken).ConfigureAwait(false);
        try
        {
            if (_unwritten.TryRead(key, out var older) && older.Version != expected)
            {
                throw StateErrors.Conflict(key);
            }

            var document = new PendingDocument(key, expected, VersionByLot(), payload);
            await _writer.WriteAsync(document).ConfigureAwait(false);
            return Text(document.Version);
        }
        finally
        {
            _unwritten.Release(key);
        }
    }

    public async ValueTask<string> WriteUnflushedAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        if (SoleWriter.Of(key) is null)
        {
            return await WriteAsync(key, value, version, cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_unwritten.Count >= MaxUnwritten)
        {
            await _writer.NextAsync(TimeSpan.Zero).ConfigureAwait(false);
        }

        var written = await _unwritten.WriteAsync(key, value, _serializer.TypeInfo<T>(), Number(key, version), cancellationToken).ConfigureAwait(false);
        _writer.Ask(LongestInMemory);
        return Text(written ?? throw StateErrors.Conflict(key));
    }

    public async ValueTask FlushAsync(StateKey key, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (SoleWriter.Of(key) is { } writer)
        {
            await _writer.FlushAsync(writer, key, patience).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken)
    {
        await FlushAsync(key, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        await _unwritten.HoldAsync(key, cancellationToken).ConfigureAwait(false);
        try
        {
            await _storage.DeleteAsync(key, version, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _unwritten.Release(key);
        }
    }

    /// <summary>
    /// Each statement is planned once for a connection, which takes longer than to execute it. So a plan has to suit whatever the table grows to: a small
    /// table, which is read whole faster, is searched by its index too.
    /// </summary>
    internal static NpgsqlDataSource Open(string connectionString)
    {
        var database = new NpgsqlDataSourceBuilder(JarvisPostgresExtensions.StorageDefaults + connectionString);
        database.UsePhysicalConnectionInitializer(static connection => Command(connection).ExecuteNonQuery(), static async connection =>
        {
            await using var command = Command(connection);
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        });
        return database.Build();

        static NpgsqlCommand Command(NpgsqlConnection connection) => new("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; SET plan_cache_mode = force_generic_plan", connection);
    }

    /// <summary>So that two who write over the same version never make the same one, and none is there again that was deleted.</summary>
    private static long VersionByLot() => Random.Shared.Next(1, 1 << 30);

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static long? Number(StateKey key, string? version) => version is null ? null :
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw StateErrors.Conflict(key);
}
