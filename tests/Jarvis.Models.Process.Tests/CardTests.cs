using Jarvis.Models.Process.Tests.Testing;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Tests;

public sealed class CardTests
{
    [Fact]
    public async Task What_is_not_installed_is_listed_with_what_to_install()
    {
        using var none = new Engines();
        using var bare = new Engines(options =>
        {
            options.SearchPath = none.Folder;
            options.ApertiumModes = none.Folder;
            options.PocketsphinxModel = none.Folder;
        });

        var cards = await bare.CardsAsync();

        Assert.NotEmpty(cards);
        Assert.All(cards, status => Assert.Contains("apt install ", status.Unavailable, StringComparison.Ordinal));
        Assert.All(
            new[] { "ffmpeg/edgedetect", "flite/slt", "pocketsphinx/en-us", "apertium/eng-spa" },
            id => Assert.Contains(cards, status => status.Card.Id.Value == id));
    }

    [Fact]
    public async Task Cards_say_what_the_catalog_needs_and_have_a_runner()
    {
        using var engines = new Engines();
        var cards = await engines.CardsAsync();
        using var services = new ServiceCollection().AddProcessModels().BuildServiceProvider();
        var runners = services.GetServices<IModelRunner>().Select(runner => runner.Name).ToArray();

        Assert.Equal(runners.Length, runners.Distinct().Count());
        Assert.Equal(cards.Length, cards.Select(status => status.Card.Id).Distinct().Count());
        Assert.All(cards, status =>
        {
            var card = status.Card;
            Assert.Contains(card.Runner, runners);
            Assert.NotNull(card.Licence);
            Assert.DoesNotContain('\n', card.Description);
            Assert.True(card.Concurrency >= 1);
            var type = TaskTypeCatalog.Default.Find(Assert.Single(card.TaskTypes));
            Assert.NotNull(type);
            Assert.All(card.Accepts.Keys, option => Assert.NotNull(type.Option(option)));
        });
    }

    [Fact]
    public async Task The_image_operations_are_those_of_the_task_type()
    {
        using var engines = new Engines();
        var card = (await engines.CardsAsync()).Single(status => status.Card.Id.Value == "ffmpeg/filters").Card;
        Assert.Equal(TaskTypeCatalog.Default.Find(TaskTypes.ImageToImage)!.Option("operation")!.Values.AsEnumerable(), card.Accepts["operation"]);
    }

    [Fact]
    public async Task Every_language_pair_that_is_installed_has_a_card()
    {
        using var engines = new Engines();
        var modes = Directory.CreateDirectory(Path.Combine(engines.Folder, "modes")).FullName;
        foreach (var name in new[] { "eng-cat.mode", "spa-ast.mode", "spa-eng_US.mode", "eng-spa-tagger.mode", "README", "../x.mode", "EN-es.mode" })
        {
            File.WriteAllText(Path.Combine(modes, name), "");
        }

        using var other = new Engines(options => options.ApertiumModes = modes);
        var cards = (await other.CardsAsync()).Where(status => status.Card.TaskTypes.Contains(TaskTypes.Translation)).Select(status => status.Card);

        Assert.Equal(["apertium/eng-cat", "apertium/spa-ast"], cards.Select(card => card.Id.Value));
        Assert.Equal(["en", "eng"], cards.First().Accepts["source"].AsEnumerable());
        Assert.Equal(["ca", "cat"], cards.First().Accepts["target"].AsEnumerable());
        Assert.Equal(["ast"], cards.Last().Accepts["target"].AsEnumerable());
    }

    [Theory]
    [InlineData("timeout")]
    [InlineData("memory")]
    [InlineData("pixels")]
    [InlineData("audio")]
    [InlineData("modes")]
    public void Limits_that_nothing_could_work_under_are_refused(string which)
    {
        using var services = new ServiceCollection().AddProcessModels(options => Spoil(options, which)).BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ProcessModelOptions>>().Value);
    }

    [Fact]
    public void Registering_twice_registers_once()
    {
        using var services = new ServiceCollection().AddProcessModels().AddProcessModels().BuildServiceProvider();
        var names = services.GetServices<IModelRunner>().Select(runner => runner.Name).ToArray();
        Assert.Equal(names.Distinct(), names);
    }

    private static void Spoil(ProcessModelOptions options, string which)
    {
        switch (which)
        {
            case "timeout":
                options.Timeout = TimeSpan.Zero;
                break;
            case "memory":
                options.MemoryBytes = 1;
                break;
            case "pixels":
                options.Media.MaxPixels = 0;
                break;
            case "audio":
                options.Media.MaxAudio = TimeSpan.FromDays(1);
                break;
            default:
                options.ApertiumModes = "modes";
                break;
        }
    }
}
