using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Tasks;

/// <summary>What a task wants done, once its new state is kept. A closed set.</summary>
public abstract record TaskEffect
{
    private TaskEffect()
    {
    }

    /// <summary>Rank the models for it.</summary>
    public sealed record Select : TaskEffect;

    /// <summary>Queue an attempt.</summary>
    /// <param name="Model">With which model.</param>
    /// <param name="Job">What to run.</param>
    public sealed record Enqueue(ModelId Model, ModelJob Job) : TaskEffect;

    /// <summary>Wait before another attempt.</summary>
    /// <param name="Item">Which item waits.</param>
    /// <param name="Attempt">The attempt that it waits for.</param>
    /// <param name="Delay">How long.</param>
    public sealed record Retry(int Item, int Attempt, TimeSpan Delay) : TaskEffect;

    /// <summary>Stop an attempt.</summary>
    /// <param name="Model">With which model.</param>
    /// <param name="Attempt">Which.</param>
    public sealed record CancelAttempt(ModelId Model, AttemptId Attempt) : TaskEffect;

    /// <summary>Tell the conversation.</summary>
    /// <param name="Event">What happened, not yet numbered.</param>
    public sealed record Report(TaskEvent Event) : TaskEffect;

    /// <summary>Remember how an attempt went, for later choices.</summary>
    /// <param name="Model">With which model.</param>
    /// <param name="Attempt">Which.</param>
    /// <param name="Succeeded">Whether it ended well.</param>
    public sealed record Measure(ModelId Model, AttemptId Attempt, bool Succeeded) : TaskEffect;

}
