using Jarvis.Errors;
using Jarvis.Media;
using OpenAI.Images;

namespace Jarvis.Models.Remote.OpenAI.Tasks;

/// <summary>Makes an image of a description (OpenAI API reference, <c>/images/generations</c>).</summary>
internal sealed class ImageGeneration : IOpenAITask
{
    private const int MaxCharacters = 32_000;

    public async Task<ModelOutcome> RunAsync(
        OpenAIEndpoint endpoint,
        string model,
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var description = await request.One("text").ReadTextAsync(MaxCharacters, cancellationToken).ConfigureAwait(false);
        var options = new ImageGenerationOptions();
        // These always answer with bytes and refuse to be asked for them.
        if (!model.StartsWith("gpt-image", StringComparison.Ordinal))
            options.ResponseFormat = GeneratedImageFormat.Bytes;

        var image = await endpoint.CallAsync(
            model,
            async stop => (await endpoint.Images(model).GenerateImageAsync(description, options, stop).ConfigureAwait(false)).Value,
            cancellationToken).ConfigureAwait(false);

        // An address in its place is not fetched: it is the server's word on where to go.
        return image.ImageBytes is { } bytes && AnsweredFile.Of("image", MediaKind.Image, "", bytes.ToMemory()) is { } file
            ? ModelOutcome.Success(file)
            : throw Error.ModelFailed($"{card.Id} answered with something that is no image; use a server that answers with b64_json.", retryable: false);
    }
}
