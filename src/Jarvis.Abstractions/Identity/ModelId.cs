using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Jarvis.Errors;

namespace Jarvis.Identity;

/// <summary>The name of a model in the catalog: one or two segments, such as <c>apertium/eng-spa</c>.</summary>
[JsonConverter(typeof(IdJsonConverter<ModelId>))]
public readonly record struct ModelId : IParsable<ModelId>
{
    /// <summary>Creates an identifier.</summary>
    /// <param name="value">One segment or two joined by '/', each of letters, digits, '-', '_' and '.'.</param>
    /// <exception cref="JarvisException">The text is none (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public ModelId(string value) => Value = IsValid(value)
        ? value
        : throw Error.InvalidRequest("A model id is one or two segments of letters, digits, '-', '_' and '.', joined by '/'.");

    /// <summary>The text of the identifier.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public static ModelId Parse(string s, IFormatProvider? provider = null) => IdText.Parse<ModelId>(s, "model id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ModelId result)
    {
        result = IsValid(s) ? new ModelId(s) : default;
        return result.Value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsValid([NotNullWhen(true)] string? text)
    {
        var slash = text?.IndexOf('/') ?? -1;
        return slash < 0 ? IdText.IsSegment(text) : IdText.IsSegment(text![..slash]) && IdText.IsSegment(text[(slash + 1)..]);
    }
}
