using Jarvis.Errors;
using Microsoft.Extensions.Options;

namespace Jarvis.Client.Http;

/// <summary>Has the key that goes with calls.</summary>
/// <param name="options">Say where from.</param>
internal sealed class KeySource(IOptions<JarvisClientOptions> options)
{
    private const int MaxFile = 4096;

    /// <summary>The key; null where none is used.</summary>
    /// <exception cref="JarvisException">It cannot be read, or is none (<see cref="ErrorCode.Unauthorized"/>).</exception>
    internal async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        var key = options.Value switch
        {
            { Key: { } plain } => plain,
            { KeyFile: { } file } => await ReadAsync(file, cancellationToken).ConfigureAwait(false),
            { KeyProvider: { } provider } => await provider(cancellationToken).ConfigureAwait(false),
            _ => null,
        };
        return key is null || JarvisClientOptionsValidator.IsKey(key)
            ? key
            : throw new JarvisException(ErrorCode.Unauthorized, "What KeyFile or KeyProvider gives is no key; a key begins with 'jv_' and stands alone.");
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new StreamReader(path);
            var text = new char[MaxFile];
            var length = await file.ReadBlockAsync(text, cancellationToken).ConfigureAwait(false);
            return new string(text, 0, length).Trim();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new JarvisException(ErrorCode.Unauthorized, "The file of KeyFile cannot be read; see that it is there and that this user may read it.", innerException: failed);
        }
    }
}
