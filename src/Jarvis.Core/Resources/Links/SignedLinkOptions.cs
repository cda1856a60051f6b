using System.ComponentModel.DataAnnotations;

namespace Jarvis.Resources;

/// <summary>How links to files are signed.</summary>
public sealed class SignedLinkOptions
{
    /// <summary>
    /// The file with the keys, made when it is missing, that only its owner may read. By default <c>jarvis/link-keys</c> in the user's folder for
    /// local data (<c>~/.local/share</c> on Linux). Silos that take each other's links share it.
    /// </summary>
    [Required]
    public string KeyFile { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "jarvis",
        "link-keys");

    /// <summary>The longest that a link may be good for, from a second to 30 days. A day by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a key signs before a new one does, from an hour to a year; it is taken until its last link has ended. 30 days by default.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(30);
}
