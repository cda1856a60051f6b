namespace Jarvis.Models.Serving;

/// <summary>What to do with the requests that wait.</summary>
public readonly record struct BatchDecision
{
    private BatchDecision(int size, TimeSpan wait) => (Size, Wait) = (size, wait);

    /// <summary>How many to run now; 0 to wait.</summary>
    public int Size { get; }

    /// <summary>How long to wait for more at the most; with every request that comes it is decided anew.</summary>
    public TimeSpan Wait { get; }

    /// <summary>Run now.</summary>
    /// <param name="size">How many, from 1 to as many as wait.</param>
    public static BatchDecision Run(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new BatchDecision(size, TimeSpan.Zero);
    }

    /// <summary>Wait for more to come.</summary>
    /// <param name="atMost">How long, above zero.</param>
    public static BatchDecision WaitFor(TimeSpan atMost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(atMost, TimeSpan.Zero);
        return new BatchDecision(0, atMost);
    }
}
