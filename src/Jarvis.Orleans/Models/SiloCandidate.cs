using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>What is known of a silo that a job may go to.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Load">How much the model has to do there; null where it was not asked for yet, or nothing was said.</param>
/// <param name="Sent">How many jobs are likely to have been sent there since.</param>
/// <param name="Others">How long the other models there have to do.</param>
internal readonly record struct SiloCandidate(SiloAddress Silo, ModelLoad? Load, int Sent, TimeSpan Others);
