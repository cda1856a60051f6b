using System.Collections.Concurrent;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Users who each ask one turn of two tasks after the other.</summary>
internal sealed class TurnLoad : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly IJarvis _jarvis;
    private readonly TurnRequest _request;
    private readonly ConcurrentQueue<AskedTurn> _turns = new();
    private readonly CancellationTokenSource _impatient = new();
    private readonly List<Task> _users;
    private readonly SemaphoreSlim _ended = new(0);
    private int _left;

    private TurnLoad(IJarvis jarvis, Resource picture, int users, int turns)
    {
        (_jarvis, _left) = (jarvis, turns);
        _request = new TurnRequest("Turn the picture in sign.png by 90 degrees and draw its edges") { Attachments = [picture] };
        _users = [.. Enumerable.Range(0, users).Select(_ => AskAsync())];
    }

    /// <summary>Those that were asked so far, in order.</summary>
    internal IReadOnlyList<AskedTurn> Turns => [.. _turns];

    /// <summary>Begins.</summary>
    /// <param name="jarvis">Whom they ask.</param>
    /// <param name="users">How many there are.</param>
    /// <param name="turns">How many turns they ask together, unless they are told to stop.</param>
    internal static async Task<TurnLoad> StartAsync(IJarvis jarvis, int users, int turns = int.MaxValue)
    {
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "sign.png"));
        return new(jarvis, await jarvis.UploadAsync(TenantId.Local, file, "sign.png", default), users, turns);
    }

    /// <summary>Waits until so many turns more have ended.</summary>
    internal async Task EndedAsync(int turns)
    {
        for (; turns > 0; turns--)
        {
            Assert.True(await _ended.WaitAsync(Patience), "Turns stand still.");
        }
    }

    /// <summary>Has nobody ask another, and waits until those that were asked have ended, or nobody believes it any more.</summary>
    internal async Task<IReadOnlyList<AskedTurn>> StopAsync()
    {
        Interlocked.Exchange(ref _left, 0);
        return await WaitAsync();
    }

    /// <summary>Waits until all turns have ended, or nobody believes it any more.</summary>
    internal async Task<IReadOnlyList<AskedTurn>> WaitAsync()
    {
        _impatient.CancelAfter(Patience);
        await Task.WhenAll(_users);
        return Turns;
    }

    public void Dispose()
    {
        _impatient.Cancel();
        _impatient.Dispose();
        _ended.Dispose();
    }

    private async Task AskAsync()
    {
        await Task.Yield();
        while (Interlocked.Decrement(ref _left) >= 0 && !_impatient.IsCancellationRequested)
        {
            var turn = new AskedTurn(_jarvis, $"c{Guid.NewGuid():N}");
            _turns.Enqueue(turn);
            await turn.RunAsync(_request, _impatient.Token);
            _ended.Release();
        }
    }
}
