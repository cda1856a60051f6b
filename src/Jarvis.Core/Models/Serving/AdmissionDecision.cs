namespace Jarvis.Models.Serving;

/// <summary>Whether a request may wait.</summary>
public readonly record struct AdmissionDecision
{
    private AdmissionDecision(string? reason, TimeSpan retryAfter) => (Reason, RetryAfter) = (reason, retryAfter);

    /// <summary>It may.</summary>
    public static AdmissionDecision Admit { get; }

    /// <summary>Why it may not, for a person: a part of a sentence that follows the model's name; null when it may.</summary>
    public string? Reason { get; }

    /// <summary>When the same request is likely to be admitted; above zero for a refusal.</summary>
    public TimeSpan RetryAfter { get; }

    /// <summary>Whether it may.</summary>
    public bool IsAdmitted => Reason is null;

    /// <summary>It may not.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="retryAfter">When to try again, above zero.</param>
    public static AdmissionDecision Refuse(string reason, TimeSpan retryAfter)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(retryAfter, TimeSpan.Zero);
        return new AdmissionDecision(reason, retryAfter);
    }
}
