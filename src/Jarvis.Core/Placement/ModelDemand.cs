using Jarvis.Identity;

namespace Jarvis.Placement;

/// <summary>A model that is to be placed.</summary>
/// <param name="Model">The model.</param>
/// <param name="Requirement">What each replica needs.</param>
/// <param name="Replicas">How many there are to be; at least 1.</param>
public sealed record ModelDemand(ModelId Model, HardwareRequirement Requirement, int Replicas = 1);
