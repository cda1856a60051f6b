using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Commands;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Espeak;

/// <summary>Reads text aloud with espeak-ng, in the language that the task names. Gives 16-bit WAV of one channel at 22 kHz.</summary>
internal sealed class EspeakRunner(CommandRunner commands, IOptions<ProcessModelOptions> options) : OneByOneRunner
{
    public const string RunnerName = "espeak-ng";
    public const string Program = "espeak-ng";
    public const string LanguageOption = "language";

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var text = await request.One("text").ReadTextAsync(options.Value.MaxSpeechCharacters, cancellationToken).ConfigureAwait(false);
        if (!text.Any(char.IsLetterOrDigit))
        {
            throw Error.InvalidRequest("There is nothing to read aloud: the text holds no letters or digits.");
        }

        // What the task asks for becomes an argument, so it must be a language of the card, whoever sent the task here.
        var language = request.Options.GetValueOrDefault(LanguageOption, card.Accepts[LanguageOption][0]);
        if (!card.Accepts[LanguageOption].Contains(language))
        {
            throw Error.ModelUnavailable($"{card.Id} does not speak '{language}'.");
        }

        var (source, speech) = (request.ScratchPath("speech.txt"), request.ScratchPath("speech.wav"));
        await File.WriteAllTextAsync(source, text, cancellationToken).ConfigureAwait(false);
        var command = new Command(Program, ["-v", EspeakVoices.For(language), "-b", "1", "-f", source, "-w", speech])
        {
            Folder = Path.GetDirectoryName(source),
        };
        (await commands.RunAsync(command, cancellationToken).ConfigureAwait(false)).ThrowIfFailed();
        return [ModelOutput.FromFile("audio", MediaTypes.Wav, "speech.wav", speech)];
    }
}
