using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Jarvis.Errors;

namespace Jarvis.Identity;

/// <summary>The content address of a resource: the SHA-256 of its bytes, as 64 lower-case hexadecimal digits.</summary>
[JsonConverter(typeof(IdJsonConverter<ResourceId>))]
public readonly record struct ResourceId : IParsable<ResourceId>
{
    private const int HexLength = 64;

    /// <summary>Creates an identifier.</summary>
    /// <param name="value">64 lower-case hexadecimal digits.</param>
    /// <exception cref="JarvisException">The text is none (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public ResourceId(string value) => Value = IsValid(value)
        ? value
        : throw Error.InvalidRequest("A resource id is the 64 lower-case hexadecimal digits of a SHA-256.");

    /// <summary>The 64 digits.</summary>
    public string Value { get; }

    /// <summary>The identifier of a hash.</summary>
    /// <param name="sha256">The 32 bytes of a SHA-256.</param>
    public static ResourceId FromHash(ReadOnlySpan<byte> sha256) => new(Convert.ToHexStringLower(sha256));

    /// <inheritdoc/>
    public static ResourceId Parse(string s, IFormatProvider? provider = null) => IdText.Parse<ResourceId>(s, "resource id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ResourceId result)
    {
        result = IsValid(s) ? new ResourceId(s) : default;
        return result.Value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsValid([NotNullWhen(true)] string? text)
    {
        if (text?.Length != HexLength)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }
}
