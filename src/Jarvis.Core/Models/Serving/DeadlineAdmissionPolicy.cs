namespace Jarvis.Models.Serving;

/// <summary>
/// Admits what can still make its deadline, while there is room. Room is shared by dynamic thresholds (A. Choudhury and E. Hahne, "Dynamic
/// Queue Length Thresholds for Shared-Memory Packet Switches", IEEE/ACM Transactions on Networking, 1998): a tenant may have up to
/// <see cref="Threshold"/> times as many requests waiting as there are places free, so that a flood always leaves some for others.
/// </summary>
public sealed class DeadlineAdmissionPolicy : IAdmissionPolicy
{
    /// <summary>How many times the free places a tenant may hold: one alone gets four fifths of the queue, ten get all but a fortieth.</summary>
    public const int Threshold = 4;

    private static readonly TimeSpan LeastRetry = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public AdmissionDecision Decide(in AdmissionSituation situation)
    {
        if (situation.Own >= Threshold * (long)(situation.Capacity - situation.Waiting))
        {
            // Half of what waits has gone by then, and with it half of the reason.
            return AdmissionDecision.Refuse($"has {situation.Waiting:N0} requests waiting", AtLeast(situation.ExpectedWait / 2));
        }

        var needed = situation.ExpectedWait + situation.ExpectedRun;
        if (!(situation.TimeLeft < needed))
        {
            return AdmissionDecision.Admit;
        }

        return situation.TimeLeft < situation.ExpectedRun
            ? AdmissionDecision.Refuse(
                $"takes about {Describe(situation.ExpectedRun)}, longer than the {Describe(situation.TimeLeft.Value)} left; give it more time",
                AtLeast(situation.ExpectedRun))
            : AdmissionDecision.Refuse(
                $"is busy for about {Describe(needed)}, longer than the {Describe(situation.TimeLeft!.Value)} left",
                AtLeast(needed - situation.TimeLeft.Value));
    }

    private static TimeSpan AtLeast(TimeSpan time) => time > LeastRetry ? time : LeastRetry;

    private static string Describe(TimeSpan time) => time > TimeSpan.Zero ? $"{time.TotalMilliseconds:N0} ms" : "0 ms";
}
