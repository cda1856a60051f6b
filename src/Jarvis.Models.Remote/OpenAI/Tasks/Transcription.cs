using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Media;
using OpenAI.Audio;

namespace Jarvis.Models.Remote.OpenAI.Tasks;

/// <summary>Writes down what is said (OpenAI API reference, <c>/audio/transcriptions</c>), with each word's time where the model gives it.</summary>
internal sealed class Transcription : IOpenAITask
{
    private const int MaxWords = 100_000;

    public async Task<ModelOutcome> RunAsync(
        OpenAIEndpoint endpoint,
        string model,
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var sound = request.One("audio");
        if (sound.Resource?.Length > endpoint.MaxRequestLength)
            throw Error.TooLarge($"'{sound.Name}' has more than the {endpoint.MaxRequestLength:N0} bytes that are sent to {card.Id}; make it shorter.");

        var hasTimes = !model.StartsWith("gpt-", StringComparison.Ordinal);
        var options = new AudioTranscriptionOptions
        {
            Language = request.Options.GetValueOrDefault("language"),
            ResponseFormat = hasTimes ? AudioTranscriptionFormat.Verbose : AudioTranscriptionFormat.Simple,
        };
        if (hasTimes)
            options.TimestampGranularities = AudioTimestampGranularities.Word;

        // Servers tell the format by the name's ending; the user's own name stays here.
        var name = $"audio.{AnsweredFile.Extension(sound.MediaType)}";
        var stream = await sound.OpenReadAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var transcript = await endpoint.CallAsync(
                model,
                async stop => (await endpoint.Audio(model).TranscribeAudioAsync(stream, name, options, stop).ConfigureAwait(false)).Value,
                cancellationToken).ConfigureAwait(false);
            var text = ModelOutput.FromText("text", (transcript.Text ?? "").Trim(), "transcript.txt");
            return new ModelOutcome(transcript.Words is { Count: > 0 } words ? [text, Words(words)] : [text])
            {
                Used = transcript.Duration is { Ticks: > 0 } length
                    ? ImmutableDictionary<PriceUnit, double>.Empty.Add(PriceUnit.AudioSecond, length.TotalSeconds)
                    : ImmutableDictionary<PriceUnit, double>.Empty,
            };
        }
    }

    /// <summary><c>[{"word", "start", "end"}]</c>, in seconds.</summary>
    private static ModelOutput Words(IReadOnlyList<TranscribedWord> words)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            foreach (var word in words.Take(MaxWords))
            {
                writer.WriteStartObject();
                writer.WriteString("word", word.Word);
                writer.WriteNumber("start", word.StartTime.TotalSeconds);
                writer.WriteNumber("end", word.EndTime.TotalSeconds);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return ModelOutput.FromBytes("words", MediaTypes.Json, "words.json", bytes.ToArray());
    }
}
