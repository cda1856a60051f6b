using System.Collections.Immutable;
using System.Text;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Commands;
using Jarvis.Models.Process.Media;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Pocketsphinx;

/// <summary>Writes down what is said: a line for each utterance, and the time of each word.</summary>
internal sealed class PocketsphinxRunner(
    MediaInspector inspector,
    FfmpegTool ffmpeg,
    CommandRunner commands,
    IOptions<ProcessModelOptions> options) : OneByOneRunner
{
    public const string RunnerName = "pocketsphinx";
    public const string Program = "pocketsphinx_continuous";

    private readonly ProcessModelOptions _options = options.Value;

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var file = await inspector.InspectAudioAsync(request.One("audio"), cancellationToken).ConfigureAwait(false);
        var path = request.ScratchPath("speech-16k.wav");
        var folder = Path.GetDirectoryName(path);
        await ffmpeg.RunOnFileAsync(
            file,
            ["-map", "0:a:0", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-f", "wav", path],
            command => command with { Folder = folder },
            cancellationToken).ConfigureAwait(false);
        var result = await commands.RunAsync(Recognise(path) with { Folder = folder, TimeLimit = _options.Timeout + file.Duration }, cancellationToken)
            .ConfigureAwait(false);
        result.ThrowIfFailed();
        File.Delete(path);

        var transcript = Transcript.Parse(Encoding.UTF8.GetString(result.Output.Span));
        return transcript.Text.Length > 0
            ?
            [
                ModelOutput.FromText("text", transcript.Text, "transcript.txt"),
                ModelOutput.FromBytes("words", MediaTypes.Json, "words.json", transcript.WordsAsJson()),
            ]
            : throw Error.ModelFailed($"No speech was found in '{file.Name}'; check that it holds clearly spoken English.", retryable: false);
    }

    private Command Recognise(string path)
    {
        var model = _options.PocketsphinxModel;
        return new(
            Program,
            [
                "-infile", path, "-time", "yes", "-logfn", "/dev/null",
                "-hmm", Path.Combine(model, "en-us"),
                "-lm", Path.Combine(model, "en-us.lm.bin"),
                "-dict", Path.Combine(model, "cmudict-en-us.dict"),
            ]);
    }
}
