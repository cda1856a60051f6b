using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>What is said of keys that are not taken: never what was sent.</summary>
internal static class KeyErrors
{
    internal static JarvisException None() => Unauthorized(
        "There is no key with this call; send one as 'Authorization: Bearer jv_…'. Who runs Jarvis makes one with jarvis keys create.");

    internal static JarvisException NoKey() => Unauthorized(
        "What was sent as a key is none of Jarvis: a key begins with 'jv_'. Send the one that jarvis keys create has shown.");

    internal static JarvisException Mistyped() => Unauthorized(
        "The key is mistyped or not whole; copy it again, from 'jv_' to its last character.");

    /// <summary>Says the same of a key that never was and of one whose secret is wrong.</summary>
    internal static JarvisException Unknown() => Unauthorized(
        "The key is not known here; check that it is one for this Jarvis, or have a new one made with jarvis keys create.");

    internal static JarvisException Revoked(string id) => Unauthorized(
        $"The key {Name(id)} was revoked; have a new one made with jarvis keys create.");

    internal static JarvisException Expired(string id, DateTimeOffset at) => Unauthorized(string.Create(
        CultureInfo.InvariantCulture, $"The key {Name(id)} was good until {at:yyyy-MM-dd HH:mm} UTC; use the one that took its place, or have a new one made with jarvis keys create."));

    internal static JarvisException NotFound(TenantId tenant) => Error.NotFound(
        $"There is no such live key of the tenant '{tenant}'; jarvis keys list --tenant {tenant} shows which there are.");

    internal static JarvisException TooMany(TenantId tenant) => new(
        ErrorCode.QuotaExceeded, $"The tenant '{tenant}' has {TenantKeysDocument.MaxKeys} live keys, the most that there may be; revoke one with jarvis keys revoke.");

    private static string Name(string id) => $"{KeyText.Prefix}{id}_…";

    private static JarvisException Unauthorized(string message) => new(ErrorCode.Unauthorized, message);
}
