using System.ComponentModel.DataAnnotations;

namespace Jarvis.Models.Cards;

/// <summary>Where model cards are, and how changes to them are seen.</summary>
public sealed class CardFolderOptions
{
    /// <summary>The environment variable that names the folder itself.</summary>
    public const string DirectoryVariable = "Jarvis__Catalog__Directory";

    /// <summary>The environment variable that names the folder of all that is the user's own here; cards are in <c>models</c> in it.</summary>
    public const string HomeVariable = "JARVIS_HOME";

    /// <summary>
    /// The folder of the cards, which may be missing. By default what <see cref="DirectoryVariable"/> names, else <c>models</c> in what
    /// <see cref="HomeVariable"/> names, else <c>jarvis/models</c> in the user's folder for local data (<c>$XDG_DATA_HOME</c> or
    /// <c>~/.local/share</c> on Linux).
    /// </summary>
    [Required]
    public string Directory { get; set; } = DefaultDirectory(Environment.GetEnvironmentVariable);

    /// <summary>Whether changes are looked for while the host runs. True by default; a program that lives for seconds need not.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>How long the folder has to be quiet before it is read anew. 200 ms by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Quiet { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long changes may go on before the folder is read all the same. 2 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan AtMost { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What to do about a runner that this host does not have, by its name. Empty by default.</summary>
    public IDictionary<string, string> MissingRunners { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The folder that an environment names.</summary>
    /// <param name="variable">The value of an environment variable; null for one that is not set.</param>
    public static string DefaultDirectory(Func<string, string?> variable) =>
        Said(variable(DirectoryVariable)) ?? Path.Combine(HomeDirectory(variable), "models");

    /// <summary>The folder of all that is the user's own here.</summary>
    /// <param name="variable">The value of an environment variable; null for one that is not set.</param>
    public static string HomeDirectory(Func<string, string?> variable) =>
        Said(variable(HomeVariable))
        ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "jarvis");

    private static string? Said(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
