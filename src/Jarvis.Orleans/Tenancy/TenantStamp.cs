namespace Jarvis.Orleans;

/// <summary>Writes on a call whose it is, where nobody has said: the tenant of the actor that it is for.</summary>
internal sealed class TenantStamp : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context) =>
        CallerTenant.Current is null && TenantOfGrain.Find(context.TargetId) is { } tenant ? InvokeAsync(context, tenant) : context.Invoke();

    /// <summary>What an asynchronous method says of its calls is forgotten when it returns: calls that follow are not of this tenant.</summary>
    private static async Task InvokeAsync(IOutgoingGrainCallContext context, string tenant)
    {
        CallerTenant.Current = tenant;
        await context.Invoke().ConfigureAwait(true);
    }
}
