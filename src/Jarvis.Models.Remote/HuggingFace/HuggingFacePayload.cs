using System.Net.Http.Headers;
using System.Text.Json;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>What is sent: a file as it is, or JSON with <c>inputs</c>.</summary>
internal static class HuggingFacePayload
{
    private const int MaxCharacters = 200_000;

    /// <summary>The bytes of one file, streamed from the store.</summary>
    internal static async ValueTask<HttpContent> FileAsync(ModelInput input, long maxLength, CancellationToken cancellationToken)
    {
        RequireFits(input, maxLength);
        var content = new StreamContent(await input.OpenReadAsync(cancellationToken).ConfigureAwait(false));
        content.Headers.ContentType = new MediaTypeHeaderValue(input.MediaType);
        return content;
    }

    /// <summary><c>{"inputs": text}</c>.</summary>
    internal static async ValueTask<HttpContent> TextAsync(ModelRequest request, long maxLength, CancellationToken cancellationToken)
    {
        var text = await ReadAsync(request, "text", cancellationToken).ConfigureAwait(false);
        return Json(maxLength, writer => writer.WriteString("inputs", text));
    }

    /// <summary><c>{"inputs": {"question", "context"}}</c>.</summary>
    internal static async ValueTask<HttpContent> QuestionAsync(ModelRequest request, long maxLength, CancellationToken cancellationToken)
    {
        var question = await ReadAsync(request, "question", cancellationToken).ConfigureAwait(false);
        var context = await ReadAsync(request, "context", cancellationToken).ConfigureAwait(false);
        return Json(maxLength, writer =>
        {
            writer.WriteStartObject("inputs");
            writer.WriteString("question", question);
            writer.WriteString("context", context);
            writer.WriteEndObject();
        });
    }

    /// <summary><c>{"inputs": {"image": base64, "question"}}</c>.</summary>
    internal static async ValueTask<HttpContent> ImageQuestionAsync(ModelRequest request, long maxLength, CancellationToken cancellationToken)
    {
        var question = await ReadAsync(request, "question", cancellationToken).ConfigureAwait(false);
        var image = await BytesAsync(request.One("image"), maxLength, cancellationToken).ConfigureAwait(false);
        return Json(maxLength, writer =>
        {
            writer.WriteStartObject("inputs");
            writer.WriteBase64String("image", image);
            writer.WriteString("question", question);
            writer.WriteEndObject();
        });
    }

    /// <summary><c>{"inputs": base64, "parameters": {"prompt"}}</c>.</summary>
    internal static async ValueTask<HttpContent> ImagePromptAsync(ModelRequest request, long maxLength, CancellationToken cancellationToken)
    {
        var prompt = request.Many("prompt").IsEmpty ? null : await ReadAsync(request, "prompt", cancellationToken).ConfigureAwait(false);
        var image = await BytesAsync(request.One("image"), maxLength, cancellationToken).ConfigureAwait(false);
        return Json(maxLength, writer =>
        {
            writer.WriteBase64String("inputs", image);
            if (prompt is null)
                return;

            writer.WriteStartObject("parameters");
            writer.WriteString("prompt", prompt);
            writer.WriteEndObject();
        });
    }

    /// <summary><c>{"inputs": {"source_sentence", "sentences"}}</c>.</summary>
    internal static async ValueTask<HttpContent> SentencesAsync(ModelRequest request, long maxLength, CancellationToken cancellationToken)
    {
        var first = await ReadAsync(request, "text1", cancellationToken).ConfigureAwait(false);
        var second = await ReadAsync(request, "text2", cancellationToken).ConfigureAwait(false);
        return Json(maxLength, writer =>
        {
            writer.WriteStartObject("inputs");
            writer.WriteString("source_sentence", first);
            writer.WriteStartArray("sentences");
            writer.WriteStringValue(second);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    internal static ValueTask<string> ReadAsync(ModelRequest request, string port, CancellationToken cancellationToken) =>
        request.One(port).ReadTextAsync(MaxCharacters, cancellationToken);

    private static async ValueTask<byte[]> BytesAsync(ModelInput input, long maxLength, CancellationToken cancellationToken)
    {
        RequireFits(input, maxLength);
        var stream = await input.OpenReadAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.ToArray();
        }
    }

    private static void RequireFits(ModelInput input, long maxLength)
    {
        if (input.Resource?.Length > maxLength)
            throw TooLarge($"'{input.Name}' has", maxLength);
    }

    internal static ByteArrayContent Json(long maxLength, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        if (bytes.Length > maxLength)
            throw TooLarge("The input has", maxLength);

        var content = new ByteArrayContent(bytes.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static JarvisException TooLarge(string what, long maxLength) =>
        Error.TooLarge($"{what} more than the {maxLength:N0} bytes that are sent; make it smaller.");
}
