using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Media;
using OpenAI.Embeddings;

namespace Jarvis.Models.Remote.OpenAI.Tasks;

/// <summary>Says how alike two texts are: the cosine of their embeddings (OpenAI API reference, <c>/embeddings</c>).</summary>
internal sealed class EmbeddingSimilarity : IOpenAITask
{
    private const int MaxCharacters = 100_000;

    public async Task<ModelOutcome> RunAsync(
        OpenAIEndpoint endpoint,
        string model,
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        string[] texts =
        [
            await request.One("text1").ReadTextAsync(MaxCharacters, cancellationToken).ConfigureAwait(false),
            await request.One("text2").ReadTextAsync(MaxCharacters, cancellationToken).ConfigureAwait(false),
        ];
        var embeddings = await endpoint.CallAsync(
            model,
            async stop => (await endpoint.Embeddings(model).GenerateEmbeddingsAsync(texts, (EmbeddingGenerationOptions?)null, stop).ConfigureAwait(false)).Value,
            cancellationToken).ConfigureAwait(false);

        return embeddings.Count == 2 && Cosine(embeddings[0].ToFloats().Span, embeddings[1].ToFloats().Span) is { } score
            ? ModelOutcome.Success(ModelOutput.FromBytes("score", MediaTypes.Json, "score.json", Json(score))) with { Used = Used(embeddings.Usage) }
            : throw Error.ModelFailed($"{card.Id} answered with something that is no pair of embeddings; check that it is an embedding model.", retryable: false);
    }

    /// <summary>The tokens, where the server counts them; those that speak the protocol in part leave them out.</summary>
    private static ImmutableDictionary<PriceUnit, double> Used(EmbeddingTokenUsage? usage) => usage is { TotalTokenCount: > 0 and var tokens }
        ? ImmutableDictionary<PriceUnit, double>.Empty.Add(PriceUnit.ThousandTokens, tokens / 1000.0)
        : ImmutableDictionary<PriceUnit, double>.Empty;

    /// <summary>From -1 to 1; null where there is none: vectors of different lengths, of no length, or not of numbers.</summary>
    internal static double? Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length)
            return null;

        double dot = 0, lefts = 0, rights = 0;
        for (var i = 0; i < left.Length; i++)
        {
            dot += (double)left[i] * right[i];
            lefts += (double)left[i] * left[i];
            rights += (double)right[i] * right[i];
        }

        var cosine = dot / Math.Sqrt(lefts * rights);
        return double.IsFinite(cosine) ? Math.Clamp(cosine, -1, 1) : null;
    }

    private static byte[] Json(double score)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("score", score);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
