namespace Jarvis.Resources;

/// <summary>
/// Has those who keep, use and remove resources of one tenant do so one after the other, in all processes on the folder. Few locks for many
/// tenants: each is held for microseconds.
/// </summary>
internal sealed class OwnerLocks
{
    private const int Count = 64;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1))];
    private readonly string _folder;

    internal OwnerLocks(string folder) => _folder = folder;

    internal async ValueTask<IDisposable> EnterAsync(string owner, CancellationToken cancellationToken)
    {
        // The owner is a hash already: its first two digits are spread evenly.
        var number = Convert.ToInt32(owner[..2], 16) % Count;
        await _gates[number].WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new Held(_gates[number], FileLock.Take(Path.Combine(_folder, $"{number:00}")));
        }
        catch
        {
            _gates[number].Release();
            throw;
        }
    }

    private sealed class Held(SemaphoreSlim gate, FileLock file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            gate.Release();
        }
    }
}
