namespace Jarvis.Chaos;

/// <summary>What goes wrong around one life of the host, and whether it is well again after that.</summary>
internal sealed class Life
{
    private readonly TaskCompletionSource<DateTimeOffset> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _well = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether anything went wrong in it, so that it may refuse what it could not keep.</summary>
    internal bool IsDisturbed { get; private set; }

    /// <summary>Done when nothing goes wrong any more.</summary>
    internal Task Over => _over.Task;

    /// <summary>Lets something go wrong for a while.</summary>
    internal async Task DisturbAsync(IDisturbance disturbance, string folder, TimeSpan begin, TimeSpan length)
    {
        IsDisturbed = true;
        await Task.Delay(begin);
        using (await Task.Run(() => disturbance.Begin(folder)))
        {
            await Task.Delay(length);
        }

        _over.SetResult(TimeProvider.System.GetUtcNow());
    }

    /// <summary>Tells that a turn ended, which shows that it is well if nothing goes wrong any more.</summary>
    /// <param name="at">When it did: readers are shown what happened before too.</param>
    internal void TurnEnded(DateTimeOffset at)
    {
        if (_over.Task.IsCompletedSuccessfully && at > _over.Task.Result)
        {
            _well.TrySetResult();
        }
    }

    /// <summary>Tells that the host has started.</summary>
    internal void Began() => _begun.TrySetResult();

    /// <summary>Tells that the host could not even start: the next one shows that it is well.</summary>
    internal void NeverBegan()
    {
        _begun.TrySetResult();
        _well.TrySetResult();
    }

    /// <summary>Whether a turn ends in time once nothing goes wrong any more and the host has started.</summary>
    internal async Task<bool> IsWellAsync(TimeSpan within)
    {
        await Over;
        await _begun.Task;
        return await Task.WhenAny(_well.Task, Task.Delay(within)) == _well.Task;
    }
}
