namespace Jarvis.Models.Serving;

/// <summary>Decides how many requests run together, and whether it pays to wait for more.</summary>
public interface IBatchPolicy
{
    /// <summary>Decides. Depends on the situation alone.</summary>
    /// <param name="situation">A replica that could run a batch now.</param>
    BatchDecision Decide(in BatchSituation situation);
}
