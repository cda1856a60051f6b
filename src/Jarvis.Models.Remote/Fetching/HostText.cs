using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>
/// The host of an address in one form, whatever form it was written in: IDNs in ASCII (RFC 5891), no trailing dot, and every way to write an
/// IPv4 address that system libraries take (inet_aton: 127.1, 0x7f.1, 0177.0.0.1, 2130706433) as the address that it is.
/// </summary>
internal static class HostText
{
    private const int MaxName = 253;

    /// <summary>Reads a host.</summary>
    /// <param name="written">As it stands in an address, without port; IPv6 in brackets.</param>
    /// <param name="host">The name or address in its one form.</param>
    /// <param name="literal">The address; null for a name.</param>
    /// <returns>False for what can be no host.</returns>
    internal static bool TryRead(string written, out string host, out IPAddress? literal)
    {
        (host, literal) = ("", null);
        if (written is ['[', .. var inside, ']'])
        {
            // A zone (%eth0) would make it an address of this machine's own links.
            if (inside.Contains('%', StringComparison.Ordinal)
                || !IPAddress.TryParse(inside, out literal)
                || literal.AddressFamily != AddressFamily.InterNetworkV6)
                return false;

            host = $"[{literal}]";
            return true;
        }

        if (!TryToAscii(written, out host))
            return false;

        var labels = host.Split('.');
        if (!labels.All(IsLabel))
            return false;

        if (!EndsInNumber(labels[^1]))
            return true;

        if (!TryReadIPv4(labels, out literal))
            return false;

        host = literal!.ToString();
        return true;
    }

    private static bool TryToAscii(string written, out string host)
    {
        var plain = string.Concat(written.Select(Plain)).ToLowerInvariant();
        host = plain;
        if (!plain.All(char.IsAscii))
        {
            if (!plain.All(c => char.IsAscii(c) || IsWordPart(c)))
                return false;

            try
            {
                host = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(plain).ToLowerInvariant();
            }
            catch (ArgumentException)
            {
                return false;
            }
        }

        host = host is [.. var name, '.'] ? name : host;
        return host.Length is > 0 and <= MaxName;
    }

    /// <summary>
    /// Full-width characters and the full stops of other scripts as the plain ones, which is what a resolver may take them for (UTS #46). The
    /// others that it maps to plain ones, such as circled letters, are no parts of words and are refused; the framework's own mapping needs ICU.
    /// </summary>
    private static char Plain(char c) => c switch
    {
        '\u3002' or '\uff61' => '.',
        >= '\uff01' and <= '\uff5e' => (char)(c - 0xff01 + '!'),
        _ => c,
    };

    private static bool IsWordPart(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static bool EndsInNumber(string last) => last.All(char.IsAsciiDigit) || IsHex(last);

    private static bool IsHex(string part) => part.StartsWith("0x", StringComparison.Ordinal) && part[2..].All(char.IsAsciiHexDigit);

    private static bool TryReadIPv4(string[] parts, out IPAddress? address)
    {
        address = null;
        if (parts.Length > 4)
            return false;

        ulong all = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            // The last part fills all the bytes that are left.
            var bits = i == parts.Length - 1 ? 8 * (5 - parts.Length) : 8;
            if (!TryReadNumber(parts[i], out var number) || number >> bits != 0)
                return false;

            all = (all << bits) | number;
        }

        address = new IPAddress([(byte)(all >> 24), (byte)(all >> 16), (byte)(all >> 8), (byte)all]);
        return true;
    }

    private static bool TryReadNumber(string part, out ulong number)
    {
        number = 0;
        if (part.Length > 20)
            return false;

        if (IsHex(part))
            return part.Length == 2 || ulong.TryParse(part[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);

        if (part is not ['0', _, ..])
            return ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out number);

        foreach (var digit in part)
        {
            if (digit is < '0' or > '7')
                return false;

            number = (number << 3) | (uint)(digit - '0');
        }

        return true;
    }
}
