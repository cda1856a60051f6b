namespace Jarvis.Resources;

/// <summary>Where and how resources are kept.</summary>
public sealed class ResourceStoreOptions
{
    /// <summary>
    /// The folder that holds them, made when it is missing. By default <c>jarvis/resources</c> in the user's folder for local data
    /// (<c>~/.local/share</c> on Linux).
    /// </summary>
    public string Directory { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "jarvis",
        "resources");

    /// <summary>The most bytes that one resource may have; at least 1. By default 1 GiB, an hour of video.</summary>
    public long MaxLength { get; set; } = 1L << 30;

    /// <summary>
    /// How old a file of an unfinished call has to be, when the store starts, to be taken for one that a crash left behind. By default a
    /// day, so that a second process on the same folder keeps what it is just writing.
    /// </summary>
    public TimeSpan LeftoverAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The media types that are not taken at all. By default programs, and what is no picture, sound or video but names other files to open:
    /// playlists, session descriptions and SVG.
    /// </summary>
    public ISet<string> RefusedMediaTypes { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        BinaryFormats.Executable,
        TextFormats.Playlist,
        TextFormats.OtherPlaylist,
        TextFormats.Svg,
    };
}
