using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Jarvis.Identity;

/// <summary>Who owns conversations, resources, keys and quotas; part of every key.</summary>
[JsonConverter(typeof(IdJsonConverter<TenantId>))]
public readonly record struct TenantId : IParsable<TenantId>
{
    /// <summary>Creates an identifier.</summary>
    /// <param name="value">1 to 128 letters, digits, '-', '_' or '.', not beginning with '.'.</param>
    /// <exception cref="Errors.JarvisException">The text is none (<see cref="Errors.ErrorCode.InvalidRequest"/>).</exception>
    public TenantId(string value) => Value = IdText.RequireSegment(value, "tenant id");

    /// <summary>The tenant of a machine that has only one.</summary>
    public static TenantId Local { get; } = new("local");

    /// <summary>The text of the identifier.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public static TenantId Parse(string s, IFormatProvider? provider = null) => IdText.Parse<TenantId>(s, "tenant id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TenantId result)
    {
        result = IdText.IsSegment(s) ? new TenantId(s) : default;
        return result.Value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
