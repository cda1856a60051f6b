namespace Jarvis.Tenancy;

/// <summary>How much a tenant has had of something.</summary>
/// <param name="Taken">What is taken out of the limit: used, or set aside by a process.</param>
/// <param name="Used">What was used, as far as it was told.</param>
internal sealed record QuotaCount(long Taken, long Used)
{
    internal static QuotaCount None { get; } = new(0, 0);
}
