using Jarvis.Models.Cards;

namespace Jarvis.Cli.Hosting;

/// <summary>
/// The folder of all that is the user's own here: what <c>JARVIS_HOME</c> names, else <c>jarvis</c> in the user's folder for local data.
/// </summary>
/// <param name="path">Where it is.</param>
internal sealed class DataFolder(string path)
{
    /// <summary>The folder itself.</summary>
    internal string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The file that conversations are kept in.</summary>
    internal string State => System.IO.Path.Combine(path, "state.db");

    /// <summary>The folder that files are kept in.</summary>
    internal string Resources => System.IO.Path.Combine(path, "resources");

    /// <summary>The file that the keys of links are kept in.</summary>
    internal string LinkKeys => System.IO.Path.Combine(path, "link-keys");

    internal static DataFolder Of(Func<string, string?> variable) => new(
        variable(CardFolderOptions.HomeVariable) is { } home && !string.IsNullOrWhiteSpace(home)
            ? home
            : System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "jarvis"));
}
