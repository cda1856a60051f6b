using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Jarvis.Tenancy;

/// <summary>
/// A key as its bearer sends it: <c>jv_</c>, 12 characters by which it is found, <c>_</c>, 32 characters that nobody can guess (160 bits) and 6
/// that check the rest, so that a typo is told from a wrong key without asking the store. Small letters and digits only (the alphabet of RFC 4648,
/// base 32): it survives being read aloud, and a double click takes all of it.
/// </summary>
/// <remarks>Holds a secret: it has no text of its own, so that no log and no message can show it by accident.</remarks>
internal sealed class KeyText
{
    internal const string Prefix = "jv_";

    internal const int IdLength = 12;

    private const int SecretLength = 32;
    private const int CheckLength = 6;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private KeyText(string id, string whole)
    {
        Id = id;
        Whole = whole;
    }

    /// <summary>The length of every key.</summary>
    internal static int Length => Prefix.Length + IdLength + 1 + SecretLength + CheckLength;

    /// <summary>By what it is found; no secret.</summary>
    internal string Id { get; }

    /// <summary>The key itself: shown once, to whoever it is made for.</summary>
    internal string Whole { get; }

    /// <summary>
    /// What is kept of it. A plain hash, not a slow one: 160 random bits cannot be tried out, and a key is checked at every call.
    /// </summary>
    internal byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(Whole));

    /// <summary>Makes a new key.</summary>
    internal static KeyText Create()
    {
        var id = RandomNumberGenerator.GetString(Alphabet, IdLength);
        var body = $"{Prefix}{id}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}";
        return new(id, body + Check(body));
    }

    /// <summary>Reads what somebody sent.</summary>
    /// <param name="text">From anywhere.</param>
    /// <param name="key">The key.</param>
    /// <param name="isMistyped">Whether it looks like a key, but is not whole.</param>
    internal static bool TryRead(string? text, [NotNullWhen(true)] out KeyText? key, out bool isMistyped)
    {
        key = null;
        isMistyped = text?.StartsWith(Prefix, StringComparison.Ordinal) is true;
        if (!isMistyped || text!.Length != Length || text[Prefix.Length + IdLength] != '_')
            return false;

        var id = text.AsSpan(Prefix.Length, IdLength);
        var check = text.AsSpan(Length - CheckLength);
        if (id.ContainsAnyExcept(Letters) || !check.SequenceEqual(Check(text[..^CheckLength])))
            return false;

        (key, isMistyped) = (new(id.ToString(), text), false);
        return true;
    }

    /// <summary>Whether an id could be that of a key.</summary>
    internal static bool IsId([NotNullWhen(true)] string? id) => id?.Length == IdLength && !id.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>Nothing of the key.</summary>
    public override string ToString() => $"{Prefix}{Id}_…";

    private static string Check(string body)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(body));
        return string.Create(CheckLength, hash, static (text, hash) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Alphabet[hash[i] % Alphabet.Length];
        });
    }
}
