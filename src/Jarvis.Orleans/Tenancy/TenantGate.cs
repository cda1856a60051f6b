using Jarvis.Errors;

namespace Jarvis.Orleans;

/// <summary>
/// Lets no call through to an actor of another tenant than the call's. It looks at whose the actor is and not at what is called, so a call that begins
/// or goes on with reading a stream, which comes in as one to an extension of the grain, is held to the same.
/// </summary>
internal sealed class TenantGate : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        // A silo's own calls, such as timers, come from the grain itself.
        if (TenantOfGrain.Find(context.TargetId) is { } tenant && context.SourceId != context.TargetId && CallerTenant.Current != tenant)
        {
            throw new JarvisException(ErrorCode.Forbidden, "This belongs to another tenant; ask with a key of that tenant.");
        }

        return context.Invoke();
    }
}
