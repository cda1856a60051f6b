using Jarvis.Errors;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Apertium;

public sealed class TranslationTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    [ProgramTheory("apertium")]
    [InlineData("The house is red.", "La casa es roja.")]
    [InlineData("The meeting is on Monday", "La reunión es el lunes")]
    [InlineData("Thank you for your visit!", "Gracias para vuestra visita!")]
    public async Task English_becomes_Spanish(string english, string spanish) => Assert.Equal(spanish, await ToSpanishAsync(english));

    [ProgramFact("apertium")]
    public async Task Spanish_becomes_English() =>
        Assert.Equal("The house is red.", (await RunAsync("apertium/spa-eng", "La casa es roja.")).Text());

    [ProgramFact("apertium")]
    public async Task A_receipt_keeps_its_lines_and_figures()
    {
        const string Receipt = "CAFE CENTRAL\n2 coffee      4.50\n1 bread\t€8.00\n\n  TOTAL 12.50\r\nThank you\n";

        var translated = await ToSpanishAsync(Receipt);

        Assert.Equal("LA CAFETERÍA CENTRAL\n2 café      4.50\n1 pan\t€8.00\n\n  TOTAL 12.50\r\nGracias\n", translated);
    }

    [ProgramFact("apertium")]
    public async Task Words_of_other_lines_do_not_mix() => Assert.Equal("Rojo\nCasa\nLibro", await ToSpanishAsync("Red\nHouse\nBook"));

    [ProgramFact("apertium")]
    public async Task A_wrapped_line_is_read_on()
    {
        var translated = await ToSpanishAsync("The people who live in this street want a big\nhouse.");
        Assert.Contains("una casa", translated.Replace('\n', ' '), StringComparison.Ordinal);
        Assert.Single(translated, c => c == '\n');
    }

    [ProgramFact("apertium")]
    public async Task Unknown_words_addresses_and_signs_stay_as_they_are()
    {
        const string Kept = "Zxqwv @ [x] {y} <b> ^z$ x/z \\ # * + & ~ | _ joe@example.com https://house.example/red?a=b%20c 👍";
        Assert.Equal(Kept, await ToSpanishAsync(Kept));
    }

    [ProgramTheory("apertium")]
    [InlineData("$(touch stolen); `touch stolen` | touch stolen")]
    [InlineData("-h\n--help\n-V")]
    [InlineData("[<STREAMCMD:SETVAR:x>]\0[]")]
    public async Task Text_is_translated_and_never_obeyed(string text)
    {
        var translated = await ToSpanishAsync(text);

        Assert.Equal(text.Count(c => c == '\n'), translated.Count(c => c == '\n'));
        Assert.Empty(Directory.GetFiles(_engines.Folder, "stolen", SearchOption.AllDirectories));
    }

    [ProgramFact("apertium")]
    public async Task A_long_text_comes_back_line_by_line()
    {
        var lines = Enumerable.Range(0, 1500).Select(number => $"The house is red. {number}");

        var translated = await ToSpanishAsync(string.Join('\n', lines));

        Assert.Equal(Enumerable.Range(0, 1500).Select(number => $"La casa es roja. {number}"), translated.Split('\n'));
    }

    [ProgramTheory("apertium")]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public async Task Nothing_is_no_text(string text) => (await RunAsync("apertium/eng-spa", text)).Failed(ErrorCode.InvalidRequest);

    [ProgramFact("apertium")]
    public async Task More_than_the_limit_is_refused() =>
        (await RunAsync("apertium/eng-spa", new string('a', 200_001))).Failed(ErrorCode.TooLarge);

    private async Task<string> ToSpanishAsync(string text) => (await RunAsync("apertium/eng-spa", text)).Text();

    private Task<ModelOutcome> RunAsync(string model, string text) =>
        _engines.RunAsync(model, new() { ["text"] = [new ModelInput(text)] }, new() { ["target"] = "es" });
}
