using Jarvis.Tenancy;

namespace Jarvis.Orleans;

/// <summary>The silos, as holders of leases. One that nothing is known of may have come just now.</summary>
/// <param name="oracle">Knows the silos.</param>
internal sealed class SiloLeaseHolders(ISiloStatusOracle oracle) : ILeaseHolders
{
    public bool IsGone(string holder) => oracle.GetApproximateSiloStatus(SiloAddress.FromParsableString(holder)) == SiloStatus.Dead;
}
