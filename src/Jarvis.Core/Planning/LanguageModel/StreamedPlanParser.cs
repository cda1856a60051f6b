using System.Collections.Immutable;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Reads the plan that a language model writes while it writes it: each task is there as soon as its object closes. What comes out does not
/// depend on where the text was cut. Nothing that a model writes makes it throw, and what it holds is bounded.
/// </summary>
internal sealed class StreamedPlanParser
{
    /// <summary>The most tasks that are read of one reply.</summary>
    internal const int MaxTasks = 64;

    /// <summary>The longest reply that is read, in characters.</summary>
    internal const int MaxReply = 1024 * 1024;

    private readonly LooseJsonReader _reader;
    private readonly TaskReader _tasks;
    private readonly Queue<WrittenTask> _ready = new();
    private int _seen;
    private int _read;

    private readonly int _first;

    /// <param name="references">What texts may refer to.</param>
    /// <param name="first">The number of the first task, where the model writes none.</param>
    internal StreamedPlanParser(PlanReferences references, int first = 0)
    {
        _first = first;
        _tasks = new TaskReader(references);
        _reader = new LooseJsonReader(Take);
    }

    /// <summary>The answer that stands beside the plan, or instead of one; null where there is none.</summary>
    internal string? Answer { get; private set; }

    /// <summary>How many tasks came after the most that are read.</summary>
    internal int Left => Math.Max(0, _seen - MaxTasks);

    /// <summary>Whether nothing more is read: the reply is too long.</summary>
    internal bool IsFull => _read >= MaxReply;

    /// <summary>Whether an object has begun and not ended: at the end of the text, it was cut off.</summary>
    internal bool IsInside => _reader.IsInside;

    /// <summary>Whether an object of any kind has closed.</summary>
    internal bool HasClosed { get; private set; }

    /// <summary>Reads on.</summary>
    /// <param name="piece">What the model wrote next, of any length.</param>
    /// <returns>The tasks whose objects closed, in order.</returns>
    internal ImmutableArray<WrittenTask> Feed(ReadOnlySpan<char> piece)
    {
        foreach (var c in piece)
        {
            if (IsFull)
            {
                break;
            }

            _read++;
            _reader.Read(c);
        }

        ImmutableArray<WrittenTask> ready = [.. _ready];
        _ready.Clear();
        return ready;
    }

    private void Take(LooseObject closed)
    {
        HasClosed = true;
        if (!closed.HeldPlan && _tasks.Read(closed, _first + _seen) is { } task)
        {
            if (_seen++ < MaxTasks)
            {
                _ready.Enqueue(task);
            }
        }
        else if (closed.Value.Find("answer", "response") is LooseValue.Text { Value: var answer } && !string.IsNullOrWhiteSpace(answer))
        {
            Answer ??= answer.Trim();
        }
    }
}
