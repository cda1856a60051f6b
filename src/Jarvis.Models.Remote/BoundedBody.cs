using Jarvis.Errors;

namespace Jarvis.Models.Remote;

/// <summary>Takes in the body of an answer up to a length: what a server sends beyond it is not read.</summary>
internal static class BoundedBody
{
    private const int BufferLength = 64 * 1024;

    /// <exception cref="JarvisException">It is longer (<see cref="ErrorCode.TooLarge"/>).</exception>
    internal static async Task<byte[]> ReadAsync(HttpContent content, long maxLength, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxLength)
            throw TooLong(maxLength);

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[(int)Math.Min(BufferLength, maxLength + 1)];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (bytes.Length + read > maxLength)
                    throw TooLong(maxLength);

                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
    }

    private static JarvisException TooLong(long maxLength) =>
        Error.TooLarge($"The server answered with more than the {maxLength:N0} bytes that are taken; ask for less.");
}
