using System.Security.Cryptography;
using System.Text;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>What an attacker, who is the tenant <c>evil</c>, may have found of the tenant <c>acme</c>: none of it opens anything but what it is for.</summary>
/// <param name="Key">A key of acme that is taken, with the scope to use alone.</param>
/// <param name="EvilKey">A key of evil.</param>
/// <param name="Revoked">A key that was revoked.</param>
/// <param name="Expired">A key whose time is up.</param>
/// <param name="Replaced">A key that another took the place of.</param>
/// <param name="Orphaned">A key of a tenant that was deleted.</param>
/// <param name="File">The hash of a file of acme.</param>
/// <param name="Link">A link to that file.</param>
/// <param name="OldLink">A link to that file whose time is up.</param>
/// <param name="Turn">A turn of acme, as <c>acme/holiday/1</c>.</param>
internal sealed record Loot(
    string Key, string EvilKey, string Revoked, string Expired, string Replaced, string Orphaned, string File, string Link, string OldLink, string Turn)
{
    /// <summary>The part of a key by which it is named.</summary>
    internal static string IdOf(string key) => key.Split('_')[1];

    /// <summary>A key that looks whole: the check at its end needs no secret.</summary>
    internal static string Forge(string id, string secret)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"jv_{id}_{secret}"));
        return $"jv_{id}_{secret}{string.Concat(hash.Take(6).Select(value => "abcdefghijklmnopqrstuvwxyz234567"[value % 32]))}";
    }

    /// <summary>The link with one of its parts changed: form, key, tenant, file, end, disposition, signature.</summary>
    internal string Altered(int part, Func<string, string> change) =>
        string.Join('~', Link.Split('~').Select((text, number) => number == part ? change(text) : text));
}
