using System.Numerics;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Text and where it stands on its page, in pixels of the page turned so that its lines run from left to right.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Min">The left and top edge.</param>
/// <param name="Max">The right and bottom edge.</param>
internal readonly record struct PlacedText(ReadText Text, Vector2 Min, Vector2 Max)
{
    public float Height => Max.Y - Min.Y;

    public float Width => Max.X - Min.X;

    public float Middle => (Min.Y + Max.Y) / 2;
}
