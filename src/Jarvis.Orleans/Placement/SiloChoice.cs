using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Orleans;

/// <summary>The silos that a model may be placed on.</summary>
/// <param name="Silos">Any of them; none where <paramref name="Error"/> says why.</param>
/// <param name="IsSecondBest">Whether they have what will do in place of what it wants.</param>
/// <param name="Error">What is missing; null where there are silos.</param>
internal sealed record SiloChoice(ImmutableArray<SiloAddress> Silos, bool IsSecondBest, JarvisException? Error);
