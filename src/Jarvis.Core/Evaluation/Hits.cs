namespace Jarvis.Evaluation;

/// <summary>How many of what was predicted and what is right are the same.</summary>
/// <param name="Correct">Predicted and right.</param>
/// <param name="Predicted">Predicted at all.</param>
/// <param name="Expected">Right at all.</param>
public readonly record struct Hits(int Correct, int Predicted, int Expected)
{
    /// <summary>The share of what was predicted that is right, from 0 to 1.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;

    /// <summary>The share of what is right that was predicted, from 0 to 1.</summary>
    public double Recall => Expected == 0 ? 0 : (double)Correct / Expected;

    /// <summary>The harmonic mean of both; 0 where there is nothing in common.</summary>
    public double F1 => Correct == 0 ? 0 : 2.0 * Correct / (Predicted + Expected);

    /// <summary>Both added up, for a micro average.</summary>
    public static Hits operator +(Hits left, Hits right) => new(left.Correct + right.Correct, left.Predicted + right.Predicted, left.Expected + right.Expected);

    /// <summary>Both added up, for a micro average.</summary>
    public static Hits Add(Hits left, Hits right) => left + right;

    /// <summary>Compares two sets.</summary>
    internal static Hits Of<T>(IEnumerable<T> predicted, IEnumerable<T> expected)
    {
        var (some, all) = (predicted.ToHashSet(), expected.ToHashSet());
        return new(some.Count(all.Contains), some.Count, all.Count);
    }
}
