using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Media;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Flite;

/// <summary>Reads text aloud with flite, which ffmpeg has as a sound source. Gives 16-bit WAV of one channel at 16 kHz.</summary>
internal sealed class FliteRunner(FfmpegTool ffmpeg, IOptions<ProcessModelOptions> options) : OneByOneRunner
{
    public const string RunnerName = "flite";
    private const int SampleRate = 16_000;

    // A piece of this length is about a minute of speech: short enough to report progress, long enough that starting ffmpeg costs little.
    private const int PieceCharacters = 1000;

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var text = await request.One("text").ReadTextAsync(options.Value.MaxSpeechCharacters, cancellationToken).ConfigureAwait(false);
        var pieces = SpeechText.Split(SpeechText.Fold(text), PieceCharacters);
        if (pieces.IsEmpty)
        {
            throw Error.InvalidRequest("There is nothing to read aloud: the text holds no Latin letters or digits.");
        }

        var path = request.ScratchPath("speech.wav");
        var wav = new WavWriter(path, SampleRate);
        await using (wav.ConfigureAwait(false))
        {
            for (var number = 0; number < pieces.Length; number++)
            {
                await SpeakAsync(request, card.Settings[FliteSource.VoiceSetting], pieces[number], wav, cancellationToken).ConfigureAwait(false);
                request.Progress?.Report((number + 1.0) / pieces.Length);
            }
        }

        return [ModelOutput.FromFile("audio", MediaTypes.Wav, "speech.wav", path)];
    }

    private async Task SpeakAsync(ModelRequest request, string voice, string piece, WavWriter wav, CancellationToken cancellationToken)
    {
        // The text goes through a file with a name of ours: a filter string has a syntax of its own, which text could break out of.
        const string TextFile = "speech.txt";
        var path = request.ScratchPath(TextFile);
        await File.WriteAllTextAsync(path, piece, cancellationToken).ConfigureAwait(false);
        await ffmpeg.RunAsync(
            "the text",
            ["-f", "lavfi", "-i", $"flite=textfile={TextFile}:voice={voice}", "-ac", "1", "-ar", $"{SampleRate}", "-f", "s16le", "pipe:1"],
            command => command with { Folder = Path.GetDirectoryName(path), Received = wav.Append, MaxOutputBytes = options.Value.MaxFileBytes },
            cancellationToken).ConfigureAwait(false);
    }
}
