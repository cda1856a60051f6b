using System.Collections.Immutable;

namespace Jarvis.Gateway.Console.Artifacts;

/// <summary>Something that was found in a picture.</summary>
/// <param name="Label">What; text from a model.</param>
/// <param name="Score">How sure that is, from 0 to 1; null where it does not say.</param>
/// <param name="Corners">Around it, in pixels of the picture.</param>
internal sealed record PictureBox(string Label, double? Score, ImmutableArray<(double X, double Y)> Corners);
