using Jarvis.Errors;

namespace Jarvis.Models.Serving;

/// <summary>What a replica says to requests that it does not run.</summary>
internal static class ReplicaErrors
{
    internal static JarvisException Refused(string name, in AdmissionDecision decision) =>
        Error.Overloaded($"{name} {decision.Reason}. Try again in {Describe(decision.RetryAfter)}.", decision.RetryAfter);

    internal static JarvisException Expired(string name) =>
        Error.DeadlineExceeded($"The time for this request was over before {name} came to it; give it more time, or try again later.");

    internal static JarvisException Stopping(string name) =>
        Error.ModelUnavailable($"{name} is being unloaded; try again.", TimeSpan.FromSeconds(1));

    private static string Describe(TimeSpan time) =>
        time.TotalSeconds < 1 ? $"{Math.Ceiling(time.TotalMilliseconds):0} ms" : $"{Math.Ceiling(time.TotalSeconds):0} s";
}
