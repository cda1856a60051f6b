namespace Jarvis.Orleans;

/// <summary>Writes on a call whose it is, where nobody has said: the tenant of the actor that it is for.</summary>
internal sealed class TenantStamp : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (TenantOfGrain.Find(context.TargetId) is not { } tenant || CallerTenant.Current is not null)
        {
            await context.Invoke().ConfigureAwait(true);
            return;
        }

        CallerTenant.Current = tenant;
        try
        {
            await context.Invoke().ConfigureAwait(true);
        }
        finally
        {
            CallerTenant.Current = null;
        }
    }
}
