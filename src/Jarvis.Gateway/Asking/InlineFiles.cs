using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Gateway.Asking;

/// <summary>Stores files that stand in the JSON of a request, in base 64.</summary>
/// <param name="jarvis">Stores them.</param>
internal sealed class InlineFiles(IJarvis jarvis)
{
    private const string Data = "data:";

    /// <summary>Whether a text is a <c>data:</c> URL.</summary>
    internal static bool IsData(string text) => text.StartsWith(Data, StringComparison.OrdinalIgnoreCase);

    /// <summary>Stores one.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="text">A <c>data:</c> URL, or its base 64 alone. What type it says is not believed: the bytes tell.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>; what storing throws.</exception>
    internal async Task<Resource> StoreAsync(TenantId tenant, string text, string name, CancellationToken cancellationToken)
    {
        var start = 0;
        if (IsData(text))
        {
            start = text.IndexOf(',', StringComparison.Ordinal) + 1;
            if (start == 0 || !text.AsSpan(0, start - 1).EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
            {
                throw Error.InvalidRequest("A file in a request is 'data:', its media type, ';base64,' and its bytes in base 64.");
            }
        }

        var bytes = new byte[(text.Length - start) / 4 * 3 + 3];
        if (!Convert.TryFromBase64Chars(text.AsSpan(start), bytes, out var length))
        {
            throw Error.InvalidRequest("A file in a request is no base 64; encode its bytes whole, with padding.");
        }

        using var content = new MemoryStream(bytes, 0, length, writable: false);
        return await jarvis.UploadAsync(tenant, content, ResourceName.Clean(name), cancellationToken).ConfigureAwait(false);
    }
}
