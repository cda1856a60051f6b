using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Orleans;

/// <summary>The silos that a model may be on.</summary>
/// <param name="Silos">Any of them; none where <paramref name="Error"/> says why.</param>
/// <param name="Error">What is missing; null where there are silos.</param>
internal sealed record SiloChoice(ImmutableArray<SiloAddress> Silos, JarvisException? Error);
