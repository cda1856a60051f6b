using Jarvis.Placement;
using Jarvis.Resources;
using Jarvis.Tenancy;

namespace Jarvis.Models;

/// <summary>What the model engine works with.</summary>
/// <param name="Catalog">The models that there are.</param>
/// <param name="Runners">The code that runs them.</param>
/// <param name="Resources">Where inputs come from and outputs go.</param>
/// <param name="Scratch">Where runners work.</param>
/// <param name="Options">How models are run.</param>
/// <param name="Time">The clock.</param>
/// <param name="Placer">Chooses devices for replicas.</param>
/// <param name="Devices">The devices of this host.</param>
/// <param name="Tenants">How often each tenant is served next to others; null where all are alike.</param>
/// <param name="DeviceMeter">Told how long devices work for whom; null for nobody.</param>
public sealed record ModelEngineServices(
    IModelCatalog Catalog,
    IReadOnlyDictionary<string, IModelRunner> Runners,
    IResourceStore Resources,
    ScratchFolder Scratch,
    ModelEngineOptions Options,
    TimeProvider Time,
    Placer Placer,
    IDeviceInventory Devices,
    ITenants? Tenants = null,
    IDeviceMeter? DeviceMeter = null);
