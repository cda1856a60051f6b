namespace Jarvis.Models.Serving;

/// <summary>Takes the results of a batch, one for each request.</summary>
/// <typeparam name="TResult">What is answered.</typeparam>
public sealed class BatchResults<TResult>
{
    private readonly TResult?[] _values;
    private readonly Exception?[] _errors;
    private readonly bool[] _set;

    /// <summary>Creates a taker for a batch; a worker uses it for one batch after another.</summary>
    /// <param name="count">Requests of the batch.</param>
    public BatchResults(int count)
    {
        _values = new TResult?[count];
        _errors = new Exception?[count];
        _set = new bool[count];
        Count = count;
    }

    internal int Capacity => _set.Length;

    /// <summary>Requests of the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Answers a request.</summary>
    /// <param name="index">Which of the batch, from 0.</param>
    /// <param name="result">The answer.</param>
    public void Succeed(int index, TResult result)
    {
        CheckIndex(index);
        (_values[index], _errors[index], _set[index]) = (result, null, true);
    }

    /// <summary>Fails a request alone. It is not tried again: the fault is its own.</summary>
    /// <param name="index">Which of the batch, from 0.</param>
    /// <param name="error">What is wrong with it.</param>
    public void Fail(int index, Exception error)
    {
        CheckIndex(index);
        ArgumentNullException.ThrowIfNull(error);
        (_values[index], _errors[index], _set[index]) = (default, error, true);
    }

    internal void Begin(int count)
    {
        Clear();
        Count = count;
    }

    /// <summary>Whether a request was answered or failed.</summary>
    /// <param name="index">Which of the batch, from 0.</param>
    public bool IsSet(int index) => _set[index];

    /// <summary>What is wrong with a request; null when it was answered, or nothing was said of it.</summary>
    /// <param name="index">Which of the batch, from 0.</param>
    public Exception? ErrorOf(int index) => _errors[index];

    /// <summary>The answer to a request that was answered.</summary>
    /// <param name="index">Which of the batch, from 0.</param>
    public TResult ValueOf(int index) => _values[index]!;

    internal void Clear()
    {
        Array.Clear(_values, 0, Count);
        Array.Clear(_errors, 0, Count);
        Array.Clear(_set, 0, Count);
        Count = 0;
    }

    private void CheckIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }
}
