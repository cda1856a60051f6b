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
/// <param name="tenants">The limits.</param>
/// <param name="options">The keys that set them.</param>
/// <param name="time">The clock.</param>
internal sealed class StateTenantBudget(IStateStore store, ITenants tenants, IOptions<TenantOptions> options, TimeProvider time) : ITenantBudget
{
    public async ValueTask<LanguageModelAmount> LeaseAsync(
        TenantId tenant, DateOnly day, LanguageModelAmount least, LanguageModelAmount wanted, LanguageModelUsage used, CancellationToken cancellationToken)
    {
        await tenants.AdmitAsync(tenant, cancellationToken).ConfigureAwait(false);
        var limits = await tenants.LimitsOfAsync(tenant, cancellationToken).ConfigureAwait(false);
        var granted = default(LanguageModelAmount);
        await ChangeAsync(tenant, day, known => Grant(known), cancellationToken).ConfigureAwait(false);
        return granted;

        TenantDay Grant(TenantDay known)
        {
            var tokensLeft = limits.MaxTokensPerDay - known.Tokens;
            if (least.Tokens > tokensLeft)
            {
                throw Exceeded(
                    tenant, day, TenantLimit.TokensPerDay, limits.MaxTokensPerDay, $"{known.Tokens:N0} are used or set aside and {least.Tokens:N0} more would be needed");
            }

            var costLeft = limits.MaxCostPerDay - known.Cost;
            if (least.Cost > costLeft)
            {
                throw Exceeded(
                    tenant, day, TenantLimit.CostPerDay, limits.MaxCostPerDay, $"${known.Cost:0.####} are spent or set aside and ${least.Cost:0.####} more may be needed");
            }

            granted = LanguageModelAmount.Max(
                least, new(Math.Min(wanted.Tokens, tokensLeft / 4 ?? long.MaxValue), Math.Min(wanted.Cost, costLeft / 4 ?? decimal.MaxValue)));
            return known with { Used = known.Used + used, Tokens = known.Tokens + granted.Tokens, Cost = known.Cost + granted.Cost };
        }
    }

    public ValueTask ReturnAsync(TenantId tenant, DateOnly day, LanguageModelAmount left, LanguageModelUsage used, CancellationToken cancellationToken) =>
        ChangeAsync(
            tenant, day, known => known with
            {
                Used = known.Used + used,
                Tokens = Math.Max(0, known.Tokens - left.Tokens),
                Cost = Math.Max(0, known.Cost - left.Cost),
            },
            cancellationToken);

    public async ValueTask<TenantDay> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken) =>
        (await store.ReadAsync<TenantDay>(Key(tenant, day), cancellationToken).ConfigureAwait(false))?.Value ?? TenantDay.Unused;

    private static StateKey Key(TenantId tenant, DateOnly day) => new("tenant-day", string.Create(CultureInfo.InvariantCulture, $"{tenant}/{day:yyyy-MM-dd}"));

    private async ValueTask ChangeAsync(TenantId tenant, DateOnly day, Func<TenantDay, TenantDay> change, CancellationToken cancellationToken) =>
        await store.ChangeAsync<TenantDay>(Key(tenant, day), known => change(known ?? TenantDay.Unused), cancellationToken).ConfigureAwait(false);

    private JarvisException Exceeded(TenantId tenant, DateOnly day, TenantLimit limit, decimal? value, FormattableString state) => TenantErrors.Exceeded(
        tenant,
        limit,
        value ?? 0,
        state.ToString(CultureInfo.InvariantCulture),
        TenantErrors.NextDay(day),
        day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - time.GetUtcNow().UtcDateTime,
        options.Value.KeyOf(tenant, limit.Option));
}
