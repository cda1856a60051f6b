using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Speech;

public sealed class EspeakTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    [ProgramTheory("espeak-ng", "ffmpeg")]
    [InlineData("multilingual", "es", "Gracias por su visita. El total es 12,50.")]
    [InlineData("multilingual", "de", "Vielen Dank für Ihren Besuch.")]
    [InlineData("multilingual", "ru", "Большое спасибо за визит.")]
    [InlineData("multilingual", "zh", "谢谢您的光临。")]
    [InlineData("english", "en", "Thank you for your visit.")]
    public async Task Text_is_read_in_its_language(string card, string language, string text)
    {
        var spoken = await SayAsync(card, language, text);

        var sound = await _engines.Decoder.DecodeAudioAsync(_engines.File(spoken.Output("audio")), AudioFormat.Speech, CancellationToken.None);
        Assert.InRange(sound.Duration.TotalSeconds, 0.5, 15);
        Assert.True(sound.Samples.ToArray().Max() > 0.1f, "it is silent");
    }

    [ProgramFact("espeak-ng")]
    public async Task Languages_sound_different() => Assert.NotEqual(
        (await SayAsync("multilingual", "es", "jota")).Bytes("audio"), (await SayAsync("multilingual", "fr", "jota")).Bytes("audio"));

    [ProgramFact("espeak-ng")]
    public async Task Every_language_of_the_cards_has_a_voice()
    {
        var cards = (await _engines.CardsAsync()).Where(status => status.Card.Runner == "espeak-ng").ToList();
        Assert.Equal(2, cards.Count);
        foreach (var language in cards.SelectMany(status => status.Card.Accepts["language"].Select(language => (status.Card.Id, language))))
        {
            (await SayAsync(language.Id.Value.Split('/')[1], language.language, "123")).Output("audio");
        }
    }

    [ProgramTheory("espeak-ng")]
    [InlineData("-w/tmp/stolen")]
    [InlineData("tlh")]
    [InlineData("../../../etc/passwd")]
    public async Task A_language_that_no_card_names_never_reaches_the_program(string language) =>
        (await SayAsync("multilingual", language, "hello")).Failed(ErrorCode.ModelUnavailable);

    [ProgramTheory("espeak-ng")]
    [InlineData("")]
    [InlineData(" …!? ")]
    public async Task There_has_to_be_something_to_say(string text) => (await SayAsync("multilingual", "es", text)).Failed(ErrorCode.InvalidRequest);

    [ProgramFact("espeak-ng")]
    public async Task More_than_the_limit_is_refused() => (await SayAsync("multilingual", "es", new string('a', 20_001))).Failed(ErrorCode.TooLarge);

    private Task<ModelOutcome> SayAsync(string card, string language, string text) =>
        _engines.RunAsync($"espeak-ng/{card}", new() { ["text"] = [new ModelInput(text)] }, new() { ["language"] = language });
}
