using System.Globalization;
using System.Text.Json;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Gateway;
using Jarvis.LanguageModels;
using Jarvis.Models.Remote;

namespace Jarvis.Cli.Hosting;

/// <summary>
/// The user's settings as a file: <c>jarvis.json</c> in <c>$JARVIS_HOME</c>, with the sections that environment variables have
/// (<c>{"Jarvis": {"Remote": …}}</c>). What the environment says counts before it. Never repeats a value: it may be a key.
/// </summary>
internal static class SettingsFile
{
    internal const string Name = "jarvis.json";

    private const int MaxLength = 1 << 20;
    private const int MaxDepth = 12;

    private static readonly string[] Sections = [LanguageModelOptions.Section, RemoteModelOptions.Section, GatewayOptions.Section];

    /// <summary>Where it is, or would be.</summary>
    /// <param name="variable">The value of an environment variable; null for one that is not set.</param>
    internal static string DefaultPath(Func<string, string?> variable) => Path.Combine(
        variable("JARVIS_HOME") is { } home && !string.IsNullOrWhiteSpace(home)
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "jarvis"),
        Name);

    /// <summary>Reads the file; one that is not there says nothing.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The settings under the names that environment variables have: <c>Jarvis__Remote__…</c>.</returns>
    /// <exception cref="JarvisException">It cannot be read, or says what no setting is.</exception>
    internal static IReadOnlyList<KeyValuePair<string, string?>> Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return [];
            }

            if (new FileInfo(path).Length > MaxLength)
            {
                throw Error.TooLarge($"{path} has more than {MaxLength:N0} bytes; settings take less.");
            }

            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), options);
            var settings = new List<KeyValuePair<string, string?>>();
            Flatten(document.RootElement, [], settings, path);
            return settings;
        }
        catch (JsonException broken)
        {
            throw Error.InvalidRequest(string.Create(
                CultureInfo.InvariantCulture, $"{path}, line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}: this is no JSON; correct it."));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is JSON, but no text.
            throw Error.InvalidRequest($"{path}: there is a name or a value that is no text; correct it.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Error.InvalidRequest($"{path} cannot be read: {refused.Message}");
        }
    }

    private static void Flatten(JsonElement value, string[] parts, List<KeyValuePair<string, string?>> settings, string path)
    {
        var name = string.Join(':', parts);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var inside in value.EnumerateObject())
                {
                    Flatten(inside.Value, [.. parts, inside.Name], settings, path);
                }

                return;
            case JsonValueKind.Array:
                foreach (var (number, inside) in value.EnumerateArray().Index())
                {
                    Flatten(inside, [.. parts, number.ToString(CultureInfo.InvariantCulture)], settings, path);
                }

                return;
            case JsonValueKind.Null:
                return;
        }

        if (!Sections.Any(section => name.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)))
        {
            throw Error.InvalidRequest($"{path}: There is no setting {(name.Length == 0 ? "outside of { }" : TerminalText.Line(name))}; there are {string.Join(", ", Sections[..^1])} and {Sections[^1]}.");
        }

        settings.Add(new(string.Join("__", parts), value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()));
    }
}
