using Jarvis.LanguageModels;
using Jarvis.Media;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Models.Pricing;

/// <summary>
/// Counts what is paid for, by what goes in and comes out. Before a run what comes out is guessed; after it, what its runner knows counts before
/// what is counted here.
/// </summary>
/// <param name="inputs">What goes in.</param>
/// <param name="outputs">What came out; null before the run.</param>
internal sealed class UsedUnits(IEnumerable<TaskInput> inputs, IEnumerable<Resource>? outputs)
{
    /// <summary>Bytes of a second of compressed sound, at 128 kbit/s.</summary>
    private const double CompressedRate = 16_000;

    /// <summary>Bytes of a second of plain sound, at 16 kHz with 16 bits.</summary>
    private const double PlainRate = 32_000;

    /// <summary>Characters that are spoken in a second, at 150 words a minute.</summary>
    private const double SpokenRate = 15;

    private readonly List<TaskInput> _inputs = [.. inputs];
    private readonly List<Resource>? _outputs = outputs?.ToList();

    /// <summary>The seconds of sounds that are known better than by their size.</summary>
    internal IReadOnlyDictionary<Resource, double> Seconds { get; init; } = new Dictionary<Resource, double>();

    /// <summary>The kinds that come out, for before the run.</summary>
    internal IReadOnlyCollection<MediaKind> Gives { get; init; } = [];

    /// <summary>How long the device works.</summary>
    internal TimeSpan Time { get; init; }

    internal double Of(PriceUnit unit) => unit switch
    {
        PriceUnit.Image => Made(MediaKind.Image)?.Count ?? (Guesses(MediaKind.Image) ? 1 : In(MediaKind.Image).Count()),
        PriceUnit.AudioSecond => Audio(),
        PriceUnit.ThousandCharacters => _inputs.Sum(Characters) / 1000.0,
        PriceUnit.ThousandTokens => (_inputs.Sum(Tokens) + (_outputs ?? []).Sum(output => Tokens(new TaskInput(output)))) / 1000.0,
        _ => Time.TotalSeconds,
    };

    private double Audio()
    {
        if (Made(MediaKind.Audio) is { } made)
        {
            return made.Sum(LengthOf);
        }

        var given = In(MediaKind.Audio).Sum(LengthOf);
        return given == 0 && Guesses(MediaKind.Audio) ? _inputs.Sum(Characters) / SpokenRate : given;
    }

    private List<Resource>? Made(MediaKind kind) => _outputs?.FindAll(output => output.Kind == kind) is { Count: > 0 } made ? made : null;

    private bool Guesses(MediaKind kind) => _outputs is null && Gives.Contains(kind);

    private IEnumerable<Resource> In(MediaKind kind) => _inputs.Select(input => input.Resource).OfType<Resource>().Where(resource => resource.Kind == kind);

    private double LengthOf(Resource sound) =>
        Seconds.TryGetValue(sound, out var seconds) ? seconds : sound.Length / (sound.MediaType == MediaTypes.Wav ? PlainRate : CompressedRate);

    private static double Characters(TaskInput input) => input switch
    {
        { Text: { } text } => text.Length,
        { Resource: { Text: { } text, Kind: MediaKind.Text or MediaKind.Data } } => text.Length,
        { Resource: { Kind: MediaKind.Text or MediaKind.Data } resource } => resource.Length,
        _ => 0,
    };

    private static double Tokens(TaskInput input) => (input.Text ?? input.Resource?.Text) is { } text ? TokenEstimate.Of(text) : Characters(input) / 4;
}
