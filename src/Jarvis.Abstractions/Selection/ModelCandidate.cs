using Jarvis.Models;

namespace Jarvis.Selection;

/// <summary>A model that might be chosen.</summary>
/// <param name="Status">Its card, and whether it can run.</param>
/// <param name="Measurement">What has been measured of it.</param>
public sealed record ModelCandidate(ModelStatus Status, ModelMeasurement Measurement);
