using System.Globalization;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.Settings;

/// <summary>
/// A setting, or a group of them. What it refuses it refuses with its path and what to write, and never with its value: that may be a key that
/// stands in the wrong place.
/// </summary>
/// <param name="path">Its full name, with ':' between the parts.</param>
internal sealed class SettingNode(string path)
{
    internal const int MaxDepth = 12;

    private const int MaxItems = 256;
    private const int MaxName = 64;

    private readonly Dictionary<string, SettingNode> _inside = new(StringComparer.OrdinalIgnoreCase);
    private string? _text;

    internal string Path => path;

    internal bool IsEmpty => _text is null && _inside.Count == 0;

    /// <summary>Sets what is inside; of two values for one setting the later counts.</summary>
    internal void Set(ReadOnlySpan<string> parts, string text)
    {
        if (parts.IsEmpty)
        {
            _text = text;
            return;
        }

        if (!_inside.TryGetValue(parts[0], out var inside))
        {
            if (_inside.Count == MaxItems)
                throw Wrong($"holds more than {MaxItems} settings; take some away.");

            _inside.Add(parts[0], inside = new($"{path}:{parts[0]}"));
        }

        inside.Set(parts[1..], text);
    }

    /// <summary>Sets all that is inside.</summary>
    /// <exception cref="JarvisException">There is no such setting, or it has no such value.</exception>
    internal void Read<T>(T target, SettingTable<T> table)
    {
        if (_text is not null)
            throw Wrong($"is a group of settings and no value; set {path}:{table.Keys.First()} and so on.");

        foreach (var (name, inside) in _inside)
        {
            if (!table.TryGetValue(name, out var set))
            {
                var lower = NearestName.Of(name, table.Keys.Select(key => key.ToLowerInvariant()));
                var near = table.Keys.FirstOrDefault(key => string.Equals(key, lower, StringComparison.OrdinalIgnoreCase));
                throw Error.InvalidRequest(
                    $"There is no setting {inside.Path}; {(near is null ? $"{path} has {string.Join(", ", table.Keys)}." : $"did you mean '{near}'?")}");
            }

            set(target, inside);
        }
    }

    /// <summary>Adds what is inside, by names of the user's own.</summary>
    internal void ReadNamed<T>(IDictionary<string, T> all, SettingTable<T> table)
        where T : new()
    {
        foreach (var (name, inside) in Named())
        {
            var known = all.Keys.FirstOrDefault(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) ?? name;
            var one = all.TryGetValue(known, out var there) ? there : new T();
            inside.Read(one, table);
            all[known] = one;
        }
    }

    /// <summary>What is inside, by names of the user's own.</summary>
    internal IEnumerable<(string Name, SettingNode Setting)> Named()
    {
        if (_text is not null)
            throw Wrong($"is a group of names and no value; set {path}:NAME and so on.");

        var wrong = _inside.FirstOrDefault(inside => !IsName(inside.Key));
        return wrong.Value is null
            ? _inside.Select(inside => (inside.Key, inside.Value))
            : throw wrong.Value.Wrong($"has a name that cannot be: 1 to {MaxName} letters, digits, '-', '_' and '.', not '.' first.");
    }

    /// <summary>Adds the members of a list, which are numbered.</summary>
    internal void ReadList<T>(IList<T> all, SettingTable<T> table)
        where T : new()
    {
        foreach (var inside in Numbered())
        {
            var one = new T();
            inside.Read(one, table);
            all.Add(one);
        }
    }

    internal string Text() => _text is { } text && _inside.Count == 0 ? text : throw Wrong("has to be one value.");

    /// <summary>A list of texts: numbered, or one text with commas between.</summary>
    internal string[] Texts() => _inside.Count > 0
        ? [.. Numbered().Select(inside => inside.Text())]
        : Text().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal Uri Address() => Uri.TryCreate(Text(), UriKind.Absolute, out var address)
        ? address
        : throw Wrong("has to be an address, such as https://api.openai.com/v1.");

    internal decimal Number() => decimal.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Wrong("has to be a number, such as 0.02.");

    internal long Whole(long most) =>
        long.TryParse(Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw Wrong($"has to be a whole number up to {most:N0}.");

    internal TimeSpan Time() => TimeSpan.TryParse(Text(), CultureInfo.InvariantCulture, out var time)
        ? time
        : throw Wrong("has to be a time as hours:minutes:seconds, such as 00:02:00.");

    internal bool Flag() => bool.TryParse(Text(), out var flag) ? flag : throw Wrong("has to be true or false.");

    internal JarvisException Wrong(string message) => Error.InvalidRequest($"{path} {message}");

    private static bool IsName(string text) =>
        text.Length is > 0 and <= MaxName && text[0] != '.' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private IEnumerable<SettingNode> Numbered()
    {
        if (_text is not null || !_inside.Keys.All(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            throw Wrong($"is a list: its members are numbered from 0, as in {path}:0.");

        return _inside.OrderBy(inside => int.Parse(inside.Key, CultureInfo.InvariantCulture)).Select(inside => inside.Value);
    }
}
