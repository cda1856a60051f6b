using Jarvis.Models.Replicas;
using Jarvis.Models.Serving;
using Jarvis.Tenancy;

namespace Jarvis.Models;

/// <summary>What the models of an engine share.</summary>
/// <param name="Gate">What goes through it is theirs.</param>
/// <param name="Replicas">Keeps their replicas.</param>
/// <param name="Placement">Finds devices for them.</param>
/// <param name="Execution">Runs their batches.</param>
/// <param name="Admission">Says which jobs may wait.</param>
/// <param name="Runners">The code that runs them, by name.</param>
/// <param name="Options">How models are run.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Told of what people should know.</param>
/// <param name="Tenants">How often each tenant is served next to others; null where all are alike.</param>
/// <param name="DeviceMeter">Told how long devices work for whom; null for nobody.</param>
internal sealed record EngineParts(
    EngineGate Gate,
    ReplicaHost Replicas,
    ReplicaPlacement Placement,
    BatchExecution Execution,
    IAdmissionPolicy Admission,
    IReadOnlyDictionary<string, IModelRunner> Runners,
    ModelEngineOptions Options,
    TimeProvider Time,
    EngineLog Log,
    ITenants? Tenants = null,
    IDeviceMeter? DeviceMeter = null);
