namespace Jarvis.Soak;

/// <summary>The kinds of turns, as requests begin.</summary>
internal static class SoakKinds
{
    internal const string Plain = "plain";
    internal const string Chain = "chain";
    internal const string Wide = "wide";
    internal const string Failing = "failing";
    internal const string Cancelled = "cancelled";

    internal static readonly string[] All = [Plain, Chain, Wide, Failing, Cancelled, Plain, Chain];
}
