namespace Jarvis.Resources;

/// <summary>Where and how resources are kept.</summary>
public sealed class ResourceStoreOptions
{
    internal static readonly TimeSpan MinUnusedLifetime = TimeSpan.FromMinutes(1);

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
    /// How long a resource is kept that no document of its tenant names, after it was last used; at least a minute. Longer than between an
    /// upload and the turn that it goes with. By default a day.
    /// </summary>
    public TimeSpan UnusedLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long any resource is kept after it was last used, though turns name it; at least <see cref="UnusedLifetime"/>. Null, the default, as
    /// long as a turn names it.
    /// </summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>How often a host that runs for long looks for resources to remove. By default every hour; null for never.</summary>
    public TimeSpan? CollectEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How old a file of an unfinished call has to be, when the store starts, to be taken for one that a crash left behind. By default a
    /// day, so that a second process on the same folder keeps what it is just writing. Where the system tells who holds a file (not on Windows), what nobody holds is deleted at once.
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
