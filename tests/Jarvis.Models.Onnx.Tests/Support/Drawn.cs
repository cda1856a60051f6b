namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>A text at a place: <paramref name="X"/> is its left edge, <paramref name="Y"/> the top of its line.</summary>
internal sealed record Drawn(string Text, string Font, int Size, int X, int Y);
