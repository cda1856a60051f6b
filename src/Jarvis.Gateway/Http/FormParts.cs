using System.Runtime.CompilerServices;
using System.Text;
using Jarvis.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Jarvis.Gateway.Http;

/// <summary>Reads forms (<c>multipart/form-data</c>) part by part, as they come: no file is in memory or in a folder of its own in between.</summary>
internal static class FormParts
{
    private const int MaxParts = 64;
    private const int MaxBoundary = 100;
    private const int MaxHeaders = 16;
    private const int MaxHeaderLength = 8 * 1024;

    internal static bool IsForm(this HttpContext context) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the parts. Whoever reads files bounds them.</summary>
    internal static async IAsyncEnumerable<FormPart> ReadPartsAsync(this HttpContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        context.Limit(null);
        var type = MediaTypeHeaderValue.Parse(context.Request.ContentType);
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MaxBoundary } boundary)
        {
            throw Error.InvalidRequest($"The form names no boundary of 1 to {MaxBoundary} characters; let a library write the form.");
        }

        var reader = new MultipartReader(boundary, context.Request.Body) { HeadersCountLimit = MaxHeaders, HeadersLengthLimit = MaxHeaderLength };
        for (var parts = 0; await NextAsync(reader, cancellationToken).ConfigureAwait(false) is { } section; parts++)
        {
            if (parts == MaxParts)
            {
                throw Error.TooLarge($"The form has more than {MaxParts} parts; send the rest with another request.");
            }

            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name).Value is { Length: > 0 } name)
            {
                var file = disposition.IsFileDisposition() ? (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value : null;
                yield return new FormPart(name, file, new IncomingStream(section.Body));
            }
            else
            {
                throw Error.InvalidRequest("A part of the form has no name; let a library write the form.");
            }
        }
    }

    /// <summary>Reads a part that is text.</summary>
    internal static async Task<string> ReadTextAsync(this FormPart part, int maxLength, CancellationToken cancellationToken)
    {
        var bytes = new byte[maxLength + 1];
        var read = await part.Content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read <= maxLength
            ? Encoding.UTF8.GetString(bytes, 0, read)
            : throw Error.TooLarge($"The field '{(part.Name.Length <= 40 ? part.Name : "…")}' has more than {maxLength:N0} bytes; send long texts as files.");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            throw IncomingStream.Explain(broken);
        }
    }
}
