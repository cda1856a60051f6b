using Jarvis.LanguageModels;
using System.Collections.Immutable;
using Jarvis.Errors;
using Microsoft.Extensions.AI;

namespace Jarvis.Models.LanguageModel;

/// <summary>Reads the inputs of requests, no more of them than the model takes.</summary>
internal sealed class RequestReader(LanguageModelTaskOptions options)
{
    /// <summary>Tokens that the rules, the instruction and the marks of the blocks take.</summary>
    private const int Overhead = 500;

    private const int MaxCode = 16;

    /// <summary>No token is longer than this, on average, in any text that a token estimate lets through.</summary>
    private const int CharactersPerToken = 12;

    /// <summary>The texts of ports, in their order, together at most as long as the context has room for.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.TooLarge"/>; <see cref="ErrorCode.InvalidRequest"/> for an empty text.</exception>
    internal async ValueTask<ImmutableArray<DataPart>> TextsAsync(ModelRequest request, CancellationToken cancellationToken, params string[] ports)
    {
        var room = Math.Max(256, options.ContextTokens - options.MaxOutputTokens - Overhead);
        var left = room;
        var parts = ImmutableArray.CreateBuilder<DataPart>(ports.Length);
        foreach (var port in ports)
        {
            var input = request.One(port);
            var most = (int)Math.Min(int.MaxValue - 1, (long)room * CharactersPerToken);
            var text = await input.ReadTextAsync(most, cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrWhiteSpace(text))
            {
                throw Error.InvalidRequest($"The {port} of {request.TaskType} is empty.");
            }

            left -= TokenEstimate.Of(text);
            if (left < 0)
            {
                throw Error.TooLarge(
                    $"'{DataBlocks.Name(input.Name)}' is longer than the about {room:N0} tokens that the language model has room for; split it, or set a model with more context.");
            }

            parts.Add(new DataPart(port, text));
        }

        return parts.MoveToImmutable();
    }

    /// <summary>The picture of the port <c>image</c>.</summary>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.UnsupportedMedia"/>; <see cref="ErrorCode.TooLarge"/>; <see cref="ErrorCode.ModelUnavailable"/> where the model takes none.
    /// </exception>
    internal async ValueTask<DataContent> ImageAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var input = request.One("image");
        if (!options.Vision)
        {
            throw Error.ModelUnavailable("The language model takes no images; set one that does.");
        }

        if (input.MediaType is not ("image/png" or "image/jpeg" or "image/webp" or "image/gif"))
        {
            throw Error.UnsupportedMedia($"'{DataBlocks.Name(input.Name)}' is {input.MediaType}; the language model takes PNG, JPEG, WebP and GIF.");
        }

        if (input.Resource?.Length > options.MaxImageBytes)
        {
            throw Error.TooLarge($"'{DataBlocks.Name(input.Name)}' has more than the {options.MaxImageBytes:N0} bytes that are sent to the language model; make it smaller.");
        }

        var stream = await input.OpenReadAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return new DataContent(bytes.ToArray(), input.MediaType);
        }
    }

    /// <summary>A code such as a language's, which goes into the instruction and so must be nothing else; null where it is not set.</summary>
    /// <exception cref="JarvisException">It is no code (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    internal static string? Code(ModelRequest request, string option) => !request.Options.TryGetValue(option, out var code)
        ? null
        : code.Length is > 0 and <= MaxCode && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? code
            : throw Error.InvalidRequest($"'{option}' has to be a code such as en, of letters, digits and '-'.");
}
