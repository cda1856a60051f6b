namespace Jarvis.Models;

/// <summary>What tasks have used of models.</summary>
/// <param name="Calls">How often a model was asked, in vain too.</param>
/// <param name="Time">The time from start to end of each task, added up: on models and in their queues.</param>
/// <param name="Cost">Price in US dollars of the calls that succeeded; that of a language model is not in it, but in its own usage.</param>
public sealed record ModelUsage(int Calls, TimeSpan Time, decimal Cost)
{
    /// <summary>Nothing.</summary>
    public static ModelUsage None { get; } = new(0, TimeSpan.Zero, 0);

    /// <summary>How often none was asked, because it had given the answer before; not among the calls.</summary>
    public int Cached { get; init; }

    /// <summary>Both together.</summary>
    public static ModelUsage operator +(ModelUsage left, ModelUsage right) =>
        new(left.Calls + right.Calls, left.Time + right.Time, left.Cost + right.Cost) { Cached = left.Cached + right.Cached };

    /// <summary>Both together.</summary>
    public static ModelUsage Add(ModelUsage left, ModelUsage right) => left + right;
}
