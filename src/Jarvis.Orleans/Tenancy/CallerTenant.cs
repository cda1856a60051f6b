using Jarvis.Identity;

namespace Jarvis.Orleans;

/// <summary>
/// Whose call it is, as it travels with calls through the cluster. A gateway says it once it knows who calls; from there on no call reaches an
/// actor of another tenant, whatever ids it names. It guards against mistakes: a client that may connect to the cluster can say what it likes, so
/// those who may are kept few, by the network and by TLS.
/// </summary>
public static class CallerTenant
{
    private const string Name = "jarvis-tenant";

    /// <summary>Says whose calls follow, until disposed.</summary>
    /// <param name="tenant">The tenant.</param>
    public static IDisposable Enter(TenantId tenant)
    {
        var before = Current;
        Current = tenant.Value;
        return new Scope(before);
    }

    /// <summary>Whose call it is; null where nobody said.</summary>
    internal static string? Current
    {
        get => RequestContext.Get(Name) as string;
        set
        {
            if (value is null)
            {
                RequestContext.Remove(Name);
            }
            else
            {
                RequestContext.Set(Name, value);
            }
        }
    }

    private sealed class Scope(string? before) : IDisposable
    {
        public void Dispose() => Current = before;
    }
}
