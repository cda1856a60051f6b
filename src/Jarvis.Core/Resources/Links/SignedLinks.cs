using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Jarvis.Errors;
using Jarvis.Identity;
using Microsoft.Extensions.Options;

namespace Jarvis.Resources;

/// <summary>
/// Links by which whoever has them reads one file of a tenant for a while, without a key. A link says itself what it allows; an HMAC-SHA-256 over all
/// of that says that it was made here. Thread-safe.
/// </summary>
/// <param name="options">How long links are good for.</param>
/// <param name="time">The clock.</param>
public sealed class SignedLinks(IOptions<SignedLinkOptions> options, TimeProvider time)
{
    /// <summary>The longest link, in characters.</summary>
    public const int MaxLength = 512;

    private const string Form = "1";
    private const char Separator = '~';
    private const string Inline = "i";
    private const string Attachment = "a";

    private readonly LinkKeys _keys = new(options, time);

    /// <summary>Makes a link.</summary>
    /// <param name="tenant">Whose file.</param>
    /// <param name="resource">Which. Whether it exists is not asked.</param>
    /// <param name="lifetime">How long it is good for, from a second to <see cref="SignedLinkOptions.MaxLifetime"/>.</param>
    /// <param name="disposition">What a browser is to do with it.</param>
    /// <returns>Letters, digits and <c>-_.~</c>: fit to be a part of a URL as it is.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>; <see cref="ErrorCode.StorageFailed"/> where the keys cannot be used.</exception>
    public string Create(TenantId tenant, ResourceId resource, TimeSpan lifetime, LinkDisposition disposition)
    {
        if (lifetime < TimeSpan.FromSeconds(1) || lifetime > options.Value.MaxLifetime)
            throw Error.InvalidRequest($"A link is good for 1 s to {options.Value.MaxLifetime.TotalSeconds:N0} s.");

        var key = _keys.Newest();
        var expiry = (time.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $"{Form}{Separator}{key.Id}{Separator}{tenant}{Separator}{resource}{Separator}{expiry}{Separator}{(disposition == LinkDisposition.Inline ? Inline : Attachment)}");
        return $"{body}{Separator}{Base64Url.EncodeToString(Sign(key, body))}";
    }

    /// <summary>What a link allows.</summary>
    /// <param name="link">From anywhere.</param>
    /// <exception cref="JarvisException">
    /// It was not made here, was changed, or has ended (<see cref="ErrorCode.Unauthorized"/>); <see cref="ErrorCode.StorageFailed"/> where the keys cannot be used.
    /// </exception>
    public SignedLink Open(string? link)
    {
        if (link is not { Length: <= MaxLength }
            || link.Split(Separator) is not [Form, var keyId, var owner, var hash, var seconds, (Inline or Attachment) and var how, var signature]
            || !TenantId.TryParse(owner, null, out var tenant)
            || !ResourceId.TryParse(hash, null, out var resource)
            || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var expiry)
            || expiry > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw Unknown();
        }

        // Compared as text: of the bytes of a signature there are several spellings, of which one was given out.
        var key = _keys.Find(keyId);
        var expected = key is null ? "" : Base64Url.EncodeToString(Sign(key, link[..link.LastIndexOf(Separator)]));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature)))
            throw Unknown();

        var end = DateTimeOffset.FromUnixTimeSeconds(expiry);
        return end > time.GetUtcNow()
            ? new(tenant, resource, end, how == Inline ? LinkDisposition.Inline : LinkDisposition.Attachment)
            : throw new JarvisException(
                ErrorCode.Unauthorized, string.Create(CultureInfo.InvariantCulture, $"The link was good until {end:yyyy-MM-dd HH:mm:ss} UTC; ask for a new one."));
    }

    private static byte[] Sign(LinkKey key, string body) => HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(body));

    private static JarvisException Unknown() => new(ErrorCode.Unauthorized, "The link was not made here, or was changed on its way; ask for a new one.");
}
