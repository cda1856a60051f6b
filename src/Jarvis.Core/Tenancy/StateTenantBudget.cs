using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.State;
using Microsoft.Extensions.Options;

namespace Jarvis.Tenancy;

/// <summary>
/// Keeps budgets in the state store: a small document for each tenant and day, which several processes may write. At most a quarter of what is
/// left is leased at once, if that is enough, so that what a killed process had set aside is never most of a day.
/// </summary>
/// <param name="store">Where the documents are kept.</param>
/// <param name="options">The limits.</param>
internal sealed class StateTenantBudget(IStateStore store, IOptions<TenantOptions> options) : ITenantBudget
{
    /// <summary>How often a document is read again because another process wrote it first.</summary>
    private const int MaxTries = 32;

    public async ValueTask<LanguageModelAmount> LeaseAsync(
        TenantId tenant, DateOnly day, LanguageModelAmount least, LanguageModelAmount wanted, LanguageModelUsage used, CancellationToken cancellationToken)
    {
        var limits = options.Value.Of(tenant);
        var granted = default(LanguageModelAmount);
        await ChangeAsync(tenant, day, known => Grant(known), cancellationToken).ConfigureAwait(false);
        return granted;

        TenantDay Grant(TenantDay known)
        {
            var tokensLeft = limits.MaxTokensPerDay - known.Tokens;
            if (least.Tokens > tokensLeft)
            {
                throw Exceeded(
                    tenant, day, $"{limits.MaxTokensPerDay:N0} tokens", $"{known.Tokens:N0} are used or set aside and {least.Tokens:N0} more would be needed", nameof(TenantLimits.MaxTokensPerDay));
            }

            var costLeft = limits.MaxCostPerDay - known.Cost;
            if (least.Cost > costLeft)
            {
                throw Exceeded(
                    tenant, day, $"${limits.MaxCostPerDay:0.####}", $"${known.Cost:0.####} are spent or set aside and ${least.Cost:0.####} more may be needed", nameof(TenantLimits.MaxCostPerDay));
            }

            granted = LanguageModelAmount.Max(
                least, new(Math.Min(wanted.Tokens, tokensLeft / 4 ?? long.MaxValue), Math.Min(wanted.Cost, costLeft / 4 ?? decimal.MaxValue)));
            return new(known.Used + used, known.Tokens + granted.Tokens, known.Cost + granted.Cost);
        }
    }

    public ValueTask ReturnAsync(TenantId tenant, DateOnly day, LanguageModelAmount left, LanguageModelUsage used, CancellationToken cancellationToken) =>
        ChangeAsync(
            tenant, day, known => new(known.Used + used, Math.Max(0, known.Tokens - left.Tokens), Math.Max(0, known.Cost - left.Cost)), cancellationToken);

    public async ValueTask<TenantDay> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken) =>
        (await store.ReadAsync<TenantDay>(Key(tenant, day), cancellationToken).ConfigureAwait(false))?.Value ?? TenantDay.Unused;

    private static StateKey Key(TenantId tenant, DateOnly day) => new("tenant-day", string.Create(CultureInfo.InvariantCulture, $"{tenant}/{day:yyyy-MM-dd}"));

    private async ValueTask ChangeAsync(TenantId tenant, DateOnly day, Func<TenantDay, TenantDay> change, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var entry = await store.ReadAsync<TenantDay>(Key(tenant, day), cancellationToken).ConfigureAwait(false);
            var changed = change(entry?.Value ?? TenantDay.Unused);
            try
            {
                await store.WriteAsync(Key(tenant, day), changed, entry?.Version, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (JarvisException exception) when (exception.Code == ErrorCode.Conflict && tries < MaxTries)
            {
                // Another process was first; what it left is what counts.
            }
        }
    }

    private JarvisException Exceeded(TenantId tenant, DateOnly day, FormattableString limit, FormattableString state, string name) => new(
        ErrorCode.QuotaExceeded,
        $"The tenant '{tenant}' may use language models for {limit.ToString(CultureInfo.InvariantCulture)} a day; {state.ToString(CultureInfo.InvariantCulture)}. "
        + string.Create(CultureInfo.InvariantCulture, $"The day ends at {day.AddDays(1):yyyy-MM-dd} 00:00 UTC: ask again then, or raise {options.Value.KeyOf(tenant, name)}."));
}
