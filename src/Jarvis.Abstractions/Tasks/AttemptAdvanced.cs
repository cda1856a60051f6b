namespace Jarvis.Tasks;

/// <summary>The attempt got further.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Fraction">How much is done, from 0 to 1.</param>
public sealed record AttemptAdvanced(AttemptId Id, double Fraction) : AttemptReport(Id);
