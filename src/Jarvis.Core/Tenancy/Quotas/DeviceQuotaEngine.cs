using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Tenancy;

/// <summary>
/// Turns away jobs of tenants that have had their time on the model's device, or could not pay for the call. Stands behind the memory of results:
/// what is remembered costs neither.
/// </summary>
/// <param name="inner">Runs what is let through.</param>
/// <param name="catalog">Knows where models run and what they cost.</param>
/// <param name="quotas">The time on devices.</param>
/// <param name="meters">The money.</param>
internal sealed class DeviceQuotaEngine(IModelEngine inner, IModelCatalog catalog, TenantQuotas quotas, TenantMeters meters) : IModelEngine
{
    public ImmutableArray<ReplicaStatus> StatusOf(ModelId model) => inner.StatusOf(model);

    public void Cancel(ModelId model, AttemptId attempt) => inner.Cancel(model, attempt);

    public async ValueTask EnqueueAsync(ModelId model, ModelJob job, Action<AttemptReport> report, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(model, cancellationToken).ConfigureAwait(false) is not { } status)
        {
            await inner.EnqueueAsync(model, job, report, cancellationToken).ConfigureAwait(false);
            return;
        }

        var tenant = job.Id.Task.Tenant;
        await quotas.RequireDeviceAsync(tenant, status.Device, cancellationToken).ConfigureAwait(false);
        var price = status.Card.PricePerCall;
        if (price > 0)
        {
            // A call that fails costs nothing, as in what turns count; one that could not be paid is not begun.
            var hold = await meters.Of(tenant).HoldAsync(new(0, price), cancellationToken).ConfigureAwait(false);
            await hold.SettleAsync(LanguageModelRole.Text, LanguageModelUsage.None).ConfigureAwait(false);
        }

        await inner.EnqueueAsync(model, job, news => Tell(news, tenant, price, report), cancellationToken).ConfigureAwait(false);
    }

    private void Tell(AttemptReport news, TenantId tenant, decimal price, Action<AttemptReport> report)
    {
        if (price > 0 && news is AttemptSucceeded)
            _ = PayAsync(tenant, price);

        report(news);
    }

    private async Task PayAsync(TenantId tenant, decimal price)
    {
        try
        {
            var hold = await meters.Of(tenant).HoldAsync(default, CancellationToken.None).ConfigureAwait(false);
            await hold.SettleAsync(LanguageModelRole.Text, LanguageModelUsage.None with { Cost = price }).ConfigureAwait(false);
        }
        catch (Errors.JarvisException)
        {
            // The work is done; what cannot be counted now is not.
        }
    }
}
