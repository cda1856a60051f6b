using System.Buffers;
using System.Globalization;
using System.Text;
using Jarvis.Conversations;
using Jarvis.Errors;

namespace Jarvis.Cli.Input;

/// <summary>The text of a request: what is refused, before anything is started for it.</summary>
internal static class RequestText
{
    /// <summary>The most bytes read from standard input.</summary>
    internal const int MaxBytes = 1 << 20;

    private const int Chunk = 16 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The request as it is sent.</summary>
    /// <exception cref="JarvisException">It is empty or too long.</exception>
    internal static string Check(string text)
    {
        var request = text.Trim();
        if (request.Length == 0)
        {
            throw Error.InvalidRequest(
                "The request is empty. Say what you want done, such as: jarvis ask \"Read this receipt\" --file receipt.png");
        }

        return request.Length <= TurnRequest.MaxText
            ? request
            : throw Error.TooLarge(
                $"The request has {Number(request.Length)} characters and may have {Number(TurnRequest.MaxText)}. "
                + "Shorten it, or put the text into a file and attach that with --file.");
    }

    /// <summary>Reads a request to the end of a stream.</summary>
    /// <exception cref="JarvisException">It is more than <see cref="MaxBytes"/>, no UTF-8, empty or too long.</exception>
    internal static async Task<string> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>(Chunk);
        while (true)
        {
            // A terminal's read cannot be cancelled; it is left behind, and ends with the process.
            var reading = input.ReadAsync(bytes.GetMemory(Chunk)[..Chunk], CancellationToken.None).AsTask();
            var read = await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            bytes.Advance(read);
            if (bytes.WrittenCount > MaxBytes)
            {
                throw Error.TooLarge("Standard input is larger than 1 MiB. Put the text into a file and attach that with --file.");
            }
        }

        try
        {
            return Check(Strict.GetString(bytes.WrittenSpan));
        }
        catch (DecoderFallbackException)
        {
            throw Error.InvalidRequest("Standard input is not UTF-8 text. Attach files with --file, and give the request as text.");
        }
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
