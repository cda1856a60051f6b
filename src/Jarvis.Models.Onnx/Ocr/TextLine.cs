using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>One line of a page.</summary>
/// <param name="Text">Its parts from left to right, joined by spaces.</param>
/// <param name="Confidence">The mean probability of its characters, from 0 to 1.</param>
/// <param name="Box">
/// Four corners, each x and y in pixels of the decoded image, clockwise as the line is read, from the one where it begins.
/// </param>
internal sealed record TextLine(string Text, double Confidence, ImmutableArray<ImmutableArray<int>> Box);
