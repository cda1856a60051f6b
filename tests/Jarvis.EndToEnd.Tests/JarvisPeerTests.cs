using Jarvis.Conformance;
using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests;

/// <summary>Turns of the built program on models of another Jarvis, behind a real socket.</summary>
public sealed class JarvisPeerTests : IAsyncLifetime
{
    private const string Key = "jk-TheKeyOfTheLab";

    private readonly Desk _desk = new();
    private StandInJarvis _lab = null!;

    public async Task InitializeAsync()
    {
        _lab = await StandInJarvis.StartAsync();
        _lab.Key = Key;
        _lab.Instead = async context => await StandInEndpoint.File(context, "image/png", await File.ReadAllBytesAsync(Place.Sample("sign.png")));
        _desk.Variables["LAB_KEY"] = Key;
        _desk.Variables["Jarvis__Remote__Jarvis__lab__Address"] = _lab.Address.ToString();
        _desk.Variables["Jarvis__Remote__Jarvis__lab__KeyVariable"] = "LAB_KEY";
    }

    public async Task DisposeAsync()
    {
        await _lab.DisposeAsync();
        _desk.Dispose();
    }

    [NeedsFact]
    public async Task Its_models_are_listed_and_do_tasks_of_here()
    {
        var models = (await _desk.RunAsync("models", "--device", "remote")).Answered();
        var run = (await _desk.RunAsync("ask", "Draw a cat in a hat")).Answered();

        Assert.Equal(
            ["lab/owner--summarizer\tsummarization\tremote\tavailable", "lab/painter\ttext-to-image\tremote\tavailable", "lab/translator\ttranslation\tremote\tavailable"],
            models.Lines[1..]);
        Assert.Contains("lab/painter", run.Output, StringComparison.Ordinal);
        Assert.Equal("1", _lab.Header("/models/painter", "Jarvis-Hops"));
        Assert.Equal(await File.ReadAllBytesAsync(Place.Sample("sign.png")), await File.ReadAllBytesAsync(Path.Combine(_desk.Out, Assert.Single(_desk.Saved))));
        Assert.DoesNotContain(Key, run.Output + run.Error, StringComparison.Ordinal);
    }

    [NeedsFact]
    public async Task Doctor_calls_it_and_says_what_to_fix_where_it_is_gone()
    {
        var works = (await _desk.RunAsync("doctor")).Answered();
        await _lab.DisposeAsync();
        var gone = await _desk.RunAsync("doctor");

        Assert.Contains(works.Lines, line => line.StartsWith($"ok\tJarvis 'lab' at {_lab.Address.Authority} answered in", StringComparison.Ordinal));
        Assert.Equal(1, gone.Code);
        Assert.Contains(gone.Lines, line => line.StartsWith($"fix\tJarvis 'lab' at {_lab.Address.Authority}: cannot be reached", StringComparison.Ordinal));
    }
}
