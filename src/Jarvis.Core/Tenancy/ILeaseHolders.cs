namespace Jarvis.Tenancy;

/// <summary>Knows the processes that lease some of what tenants may use. Thread-safe.</summary>
public interface ILeaseHolders
{
    /// <summary>Whether a process is gone for good, so that what it has not used of its leases is nobody's.</summary>
    /// <param name="holder">The process, by the name that it leases under.</param>
    bool IsGone(string holder);
}
