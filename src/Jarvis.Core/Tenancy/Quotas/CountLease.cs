namespace Jarvis.Tenancy;

/// <summary>What a process wants to lease of a counted thing; as <see cref="IQuotaLedger.LeaseAsync"/> takes it.</summary>
/// <param name="Window">When.</param>
/// <param name="What">What is counted.</param>
/// <param name="Least">How much is needed.</param>
/// <param name="Wanted">How much would be good to have.</param>
/// <param name="Used">What was used that was not told yet.</param>
/// <param name="Limit">How much there may be; null for no limit.</param>
public readonly record struct CountLease(QuotaWindow Window, string What, long Least, long Wanted, long Used, long? Limit = null);
