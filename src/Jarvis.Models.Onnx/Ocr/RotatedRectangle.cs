using System.Numerics;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>A rectangle at any angle, in pixels, y downwards.</summary>
/// <param name="Centre">Its middle.</param>
/// <param name="Along">The direction of its width, of length 1: the direction that text in it reads.</param>
/// <param name="Width">Its extent along.</param>
/// <param name="Height">Its extent across.</param>
internal readonly record struct RotatedRectangle(Vector2 Centre, Vector2 Along, float Width, float Height)
{
    /// <summary>The direction of its height: a quarter turn clockwise from <see cref="Along"/>.</summary>
    public Vector2 Across => new(-Along.Y, Along.X);

    /// <summary>The same rectangle read in another direction.</summary>
    /// <param name="quarters">How many quarter turns clockwise the reading direction is turned.</param>
    public RotatedRectangle Turn(int quarters)
    {
        var turned = this;
        for (var i = quarters & 3; i > 0; i--)
        {
            turned = new(Centre, turned.Across, turned.Height, turned.Width);
        }

        return turned;
    }

    /// <summary>The rectangle with all sides moved outwards.</summary>
    /// <param name="distance">How far, in pixels.</param>
    public RotatedRectangle Grow(float distance) => this with { Width = Width + (2 * distance), Height = Height + (2 * distance) };

    /// <summary>The rectangle in an image of another size.</summary>
    /// <param name="factor">The size of the other image over that of this one.</param>
    public RotatedRectangle Scale(float factor) => new(Centre * factor, Along, Width * factor, Height * factor);

    /// <summary>The corners clockwise, from the one where text in it begins.</summary>
    /// <param name="corners">Takes the four.</param>
    public void GetCorners(Span<Vector2> corners)
    {
        var along = Along * (Width / 2);
        var across = Across * (Height / 2);
        corners[0] = Centre - along - across;
        corners[1] = Centre + along - across;
        corners[2] = Centre + along + across;
        corners[3] = Centre - along + across;
    }
}
