using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>A page whose text is known, drawn by ffmpeg.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Lines">The truth, a line each.</param>
/// <param name="Font">Such as <c>DejaVuSans</c>.</param>
/// <param name="Size">Of the type, in pixels.</param>
/// <param name="Turn">Degrees clockwise.</param>
public sealed record TestPage(string Name, ImmutableArray<string> Lines, string Font, int Size, int Turn = 0)
{
    public string Text => string.Join('\n', Lines);

    public override string ToString() => Name;
}
