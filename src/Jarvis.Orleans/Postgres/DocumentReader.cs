using Jarvis.State;
using Npgsql;

namespace Jarvis.Orleans;

/// <summary>
/// Reads rows of the grain storage's table: what is asked for while one statement is under way is read by the next, so that many readers cost about as
/// much as one. Thread-safe.
/// </summary>
/// <param name="database">Where the table is.</param>
/// <param name="serviceId">Whose rows.</param>
internal sealed class DocumentReader(NpgsqlDataSource database, string serviceId)
{
    /// <summary>The most documents that one statement reads; they are in memory together.</summary>
    private const int MaxBatch = 64;

    internal const string Sql = """
        SELECT w.number, s.Version, s.PayloadBinary
        FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS w (id, kind, number) CROSS JOIN LATERAL
        (
            SELECT Version, PayloadBinary FROM OrleansStorage
            WHERE ServiceId = $1 AND GrainIdExtensionString = w.id AND GrainTypeString = w.kind AND GrainIdN0 = 0 AND GrainIdN1 = 0 AND PayloadBinary IS NOT NULL
            LIMIT 1
        ) s
        """;

    private readonly Lock _lock = new();
    private readonly Queue<Asked> _waiting = new();
    private bool _isReading;

    /// <summary>Reads a document; null where there is none.</summary>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    internal Task<(int Version, byte[] Payload)?> ReadAsync(StateKey key, CancellationToken cancellationToken)
    {
        var asked = new Asked(key);
        lock (_lock)
        {
            _waiting.Enqueue(asked);
            if (!_isReading)
            {
                _isReading = true;
                ThreadPool.UnsafeQueueUserWorkItem(static reader => _ = reader.ReadAllAsync(), this, preferLocal: true);
            }
        }

        return asked.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task ReadAllAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                await ReadAsync(batch).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Those who wait are told, whatever it is.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                var failure = exception is NpgsqlException ? StateErrors.Unavailable(exception) : exception;
                batch.ForEach(asked => asked.Answer.TrySetException(failure));
            }
        }
    }

    private List<Asked> Next()
    {
        var batch = new List<Asked>();
        lock (_lock)
        {
            while (batch.Count < MaxBatch && _waiting.TryDequeue(out var asked))
            {
                batch.Add(asked);
            }

            _isReading = batch.Count > 0;
        }

        return batch;
    }

    private async Task ReadAsync(List<Asked> batch)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = serviceId });
        command.Parameters.Add(new() { Value = batch.ConvertAll(asked => StorageKey.Prefix + StorageKey.Escape(asked.Key.Id)).ToArray() });
        command.Parameters.Add(new() { Value = batch.ConvertAll(asked => StorageKey.Escape(asked.Key.Kind)).ToArray() });
        await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                batch[(int)reader.GetInt64(0) - 1].Answer.TrySetResult((reader.GetInt32(1), reader.GetFieldValue<byte[]>(2)));
            }
        }

        batch.ForEach(static asked => asked.Answer.TrySetResult(null));
    }

    private sealed record Asked(StateKey Key)
    {
        internal TaskCompletionSource<(int Version, byte[] Payload)?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
