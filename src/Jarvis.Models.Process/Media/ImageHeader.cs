namespace Jarvis.Models.Process.Media;

/// <summary>What the first bytes of a picture say of it, known before anything is decoded.</summary>
/// <param name="Demuxer">The ffmpeg input format that reads it, such as <c>png_pipe</c>.</param>
/// <param name="Width">Stored columns, at least 1.</param>
/// <param name="Height">Stored rows, at least 1.</param>
/// <param name="HasAlpha">Whether it may be see-through.</param>
/// <param name="IsMoving">Whether it is an animation of a kind that ffmpeg cannot decode.</param>
/// <param name="Orientation">How it is to be turned before it is shown: 1 to 8, 1 for not at all (Exif 2.3, tag Orientation).</param>
internal sealed record ImageHeader(string Demuxer, int Width, int Height, bool HasAlpha = false, bool IsMoving = false, int Orientation = 1)
{
    /// <summary>Whether showing it swaps rows and columns.</summary>
    public bool IsTurned => Orientation >= 5;

    /// <summary>Columns as shown.</summary>
    public int ShownWidth => IsTurned ? Height : Width;

    /// <summary>Rows as shown.</summary>
    public int ShownHeight => IsTurned ? Width : Height;

    /// <summary>The ffmpeg filters that turn it the way it is shown.</summary>
    public IEnumerable<string> OrientationFilters() => Orientation switch
    {
        2 => ["hflip"],
        3 => ["hflip", "vflip"],
        4 => ["vflip"],
        5 => ["transpose=cclock_flip"],
        6 => ["transpose=clock"],
        7 => ["transpose=clock_flip"],
        8 => ["transpose=cclock"],
        _ => [],
    };
}
