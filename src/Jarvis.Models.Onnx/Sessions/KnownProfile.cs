using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>A profile as the file has it.</summary>
/// <param name="Key">The network's name.</param>
/// <param name="Threads">The threads of a run.</param>
/// <param name="Milliseconds">The time of batches of 1, 2, 4 and so on, up to the largest that pays.</param>
internal sealed record KnownProfile(string Key, int Threads, ImmutableArray<double> Milliseconds);
