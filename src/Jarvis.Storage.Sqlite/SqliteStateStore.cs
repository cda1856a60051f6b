using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Errors;
using Jarvis.State;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Jarvis.Storage.Sqlite;

/// <summary>
/// State in one SQLite file. When a write returns it is on the disk, unless it says otherwise. Readers do not wait for the writer
/// (write-ahead log), and several processes may share the file where nobody opened it to be alone. Who has it alone keeps what need not be on the
/// disk yet in memory, until the next flush or for 200 ms.
/// </summary>
public sealed partial class SqliteStateStore : IStateStore, ITenantDocuments, IAsyncDisposable, IDisposable
{
    private const int BusySeconds = 10;

    private static readonly TimeSpan LongestInMemory = TimeSpan.FromMilliseconds(200);

    private readonly SqliteStateOptions _options;
    private readonly SqliteWriter _writer;
    private readonly UnwrittenDocuments _unwritten;
    private readonly SqliteReaders _documents;
    private readonly string _readers;
    private readonly string _file;
    private readonly FileStream? _lock;
    private volatile bool _isClosed;

    /// <summary>Opens the file, making it or bringing its form up to date.</summary>
    /// <param name="options">Where and how.</param>
    /// <exception cref="JarvisException">
    /// It cannot be used: damaged, another program's, of a newer Jarvis, refused by the disk, or another process wants to be alone with it
    /// as this one does (<see cref="ErrorCode.StorageFailed"/>).
    /// </exception>
    public SqliteStateStore(IOptions<SqliteStateOptions> options)
    {
        _options = options.Value;
        _options.Json.MakeReadOnly();
        var path = Path.GetFullPath(_options.Path);
        _file = Path.GetFileName(path);
        _readers = ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: true);
        _documents = new(ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
        _keepers = ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false);
        CreateFolder(path);
        _lock = SqliteFileLock.Take(path, _options.Lock);
        _unwritten = new((key, _) => _documents.ReadVersion(key), PendingWrite.VersionAfter);
        try
        {
            _writer = new(Open(path), _unwritten, path, _options);
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
    }

    /// <summary>How often the disk was flushed since it was opened.</summary>
    internal long Flushes => _writer.Flushes;

    /// <summary>Ends when all writes that wait are on the disk.</summary>
    public void Dispose()
    {
        ClosePool();
        _writer.Dispose();
        _lock?.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        ClosePool();
        await _writer.DisposeAsync().ConfigureAwait(false);
        if (_lock is not null)
            await _lock.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_unwritten.TryRead(key, out var known))
            return new(new StateEntry<T>((T)known.Value, Text(known.Version)));

        try
        {
            // SQLite reads from memory or the disk's cache in microseconds; there is nothing to wait for.
            return new(_documents.Read(key) is var (version, schema, payload) ? new StateEntry<T>(Parse<T>(key, schema, payload), Text(version)) : null);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(_file, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class => WriteToFileAsync(key, value, version, flush: true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string> WriteUnflushedAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class => IsAlone
        ? WriteToMemoryAsync(key, value, version, cancellationToken)
        : WriteToFileAsync(key, value, version, flush: false, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask FlushAsync(StateKey key, TimeSpan patience, CancellationToken cancellationToken) =>
        await _writer.FlushAsync(patience).WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken) =>
        await WriteToFileAsync(new(key, Number(key, version), payload: null), cancellationToken).ConfigureAwait(false);

    /// <summary>Whether nobody else writes to the file, so that what it will hold may be kept in memory for a moment.</summary>
    private bool IsAlone => _options.Lock == SqliteLock.Exclusive;

    private async ValueTask<string> WriteToMemoryAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_unwritten.Count >= _options.MaxBatch)
            await FlushAsync(key, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);

        try
        {
            var written = await _unwritten.WriteAsync(key, value, TypeInfo<T>(), Number(key, version), cancellationToken).ConfigureAwait(false);
            // Where nobody asks for a flush, those who look into the file from outside still see it soon.
            _ = _writer.FlushAsync(LongestInMemory);
            return Text(written ?? throw SqliteErrors.Conflict(key));
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(_file, e);
        }
    }

    private async ValueTask<string> WriteToFileAsync<T>(StateKey key, T value, string? version, bool flush, CancellationToken cancellationToken)
        where T : class
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());
        return Text(await WriteToFileAsync(new(key, Number(key, version), payload, flush), cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<long> WriteToFileAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        if (!IsAlone)
            return await _writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);

        await _unwritten.HoldAsync(write.Key, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _unwritten.Release(write.Key);
        }
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static long? Number(StateKey key, string? version) => version is null ? null :
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < long.MaxValue
            ? number
            : throw SqliteErrors.Conflict(key);

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooling, DefaultTimeout = BusySeconds }.ToString();

    private SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: false));
        try
        {
            connection.Open();
            SqliteSchema.Prepare(connection, _file);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteErrors.Explain(_file, e);
        }
        catch (JarvisException)
        {
            connection.Dispose();
            throw;
        }
    }

    private void CreateFolder(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            if (Directory.Exists(folder))
                return;

            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.StorageFailed($"The folder for the state file '{_file}' cannot be made; choose another, or give this user the right to.", e);
        }
    }

    private void ClosePool()
    {
        // Who reads later would open the file again, and nobody would close it.
        _isClosed = true;
        _documents.Dispose();
        using var connection = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(connection);
    }

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_options.Json.GetTypeInfo(typeof(T));

    private T Parse<T>(StateKey key, long schema, byte[] payload)
        where T : class
    {
        if (schema > _options.DocumentSchema)
            throw SqliteErrors.NewerDocument(key, schema, _options.DocumentSchema);

        try
        {
            return JsonSerializer.Deserialize(payload, TypeInfo<T>()) ?? throw SqliteErrors.DamagedDocument(key, cause: null);
        }
        catch (JsonException e)
        {
            throw SqliteErrors.DamagedDocument(key, e);
        }
    }
}
