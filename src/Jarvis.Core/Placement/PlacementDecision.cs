using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Placement;

/// <summary>Where a model runs, or why nowhere.</summary>
/// <param name="Device">The device; null when there is none.</param>
/// <param name="Reason">Why this one, where it is not what was wanted; null otherwise.</param>
/// <param name="Error">What is missing (<see cref="ErrorCode.ModelUnavailable"/>); null when there is a device.</param>
public sealed record PlacementDecision(DeviceId? Device, string? Reason = null, JarvisError? Error = null);
