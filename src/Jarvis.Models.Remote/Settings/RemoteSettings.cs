using Jarvis.Errors;

namespace Jarvis.Models.Remote.Settings;

/// <summary>
/// What configuration says of servers elsewhere, wherever it stands: environment variables (<c>Jarvis__Remote__OpenAI__studio__Endpoint</c>), a
/// file, or a host's own configuration (<c>Jarvis:Remote:OpenAI:studio:Endpoint</c>). Names are read in any case; one that there is not is an
/// error, so that no setting is passed by unseen.
/// </summary>
public sealed class RemoteSettings
{
    private readonly SettingNode _all = new(RemoteModelOptions.Section);

    /// <summary>Reads settings; those that are not about servers elsewhere are passed by.</summary>
    /// <param name="settings">Names, with ':' or '__' between the parts, and values. Of two for one name the later counts; empty ones do not.</param>
    /// <exception cref="JarvisException">There are too many.</exception>
    public RemoteSettings(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var section = RemoteModelOptions.Section.Split(':');
        foreach (var (name, value) in settings.Where(setting => !string.IsNullOrWhiteSpace(setting.Value)))
        {
            var parts = name.Replace("__", ":", StringComparison.Ordinal).Split(':');
            if (parts.Length <= section.Length || !parts.AsSpan(0, section.Length).SequenceEqual(section, StringComparer.OrdinalIgnoreCase))
                continue;

            if (parts.Length > SettingNode.MaxDepth)
                throw Error.InvalidRequest($"There is no setting {string.Join(':', parts[..SettingNode.MaxDepth])}…; it has more parts than any.");

            _all.Set(parts.AsSpan(section.Length), value!.Trim());
        }
    }

    /// <summary>Whether anything is set.</summary>
    public bool SaysAnything => !_all.IsEmpty;

    /// <summary>Sets what is said.</summary>
    /// <param name="options">What to set it in.</param>
    /// <exception cref="JarvisException">There is no such setting, or it cannot have that value; names the setting.</exception>
    public void Apply(RemoteModelOptions options) => _all.Read(options, SettingTables.All);
}
