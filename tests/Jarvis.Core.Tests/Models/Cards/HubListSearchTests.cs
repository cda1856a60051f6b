using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Models.Cards;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Models.Cards;

/// <summary>Searches in a list of HuggingGPT's form and size: 673 models of 24 types.</summary>
public sealed class HubListSearchTests
{
    private const int Count = 673;

    private static readonly string[] Licences = ["apache-2.0", "mit", "openrail"];
    private static readonly string[] Subjects = ["finance", "medicine", "law", "weather"];
    private static readonly ImmutableArray<string> Types = [.. TaskTypeCatalog.Default.Types.Select(type => type.Name).Take(24)];

    private static readonly ImmutableArray<ModelStatus> Catalog =
    [
        .. new HubListReader(TaskTypeCatalog.Default, "huggingface")
            .Read(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, Count).Select(Line))))
            .Select(imported => new ModelStatus(imported.Card!, DeviceId.Remote)),
    ];

    [Fact]
    public void Every_line_is_a_model() => Assert.Equal((Count, 24), (Catalog.Length, Catalog.SelectMany(model => model.Card.TaskTypes).Distinct().Count()));

    [Fact]
    public void Each_task_type_finds_its_models_and_no_other()
    {
        foreach (var (number, type) in Types.Index())
        {
            var found = new ModelQuery { TaskType = type }.Of(Catalog);

            Assert.Equal(Numbers(i => i % Types.Length == number), NumbersOf(found));
        }
    }

    [Fact]
    public void A_tag_a_language_and_a_licence_find_theirs_in_any_case()
    {
        Assert.Equal(Numbers(i => i % 4 == 1), NumbersOf(new ModelQuery { Tags = ["MEDICINE"] }.Of(Catalog)));
        Assert.Equal(Numbers(i => i % 4 == 1 && i % 5 == 0), NumbersOf(new ModelQuery { Tags = ["medicine", "fr"] }.Of(Catalog)));
        Assert.Equal(Numbers(i => i % 3 == 0), NumbersOf(new ModelQuery { Licence = "Apache-2.0" }.Of(Catalog)));
        Assert.Empty(new ModelQuery { Licence = "apache" }.Of(Catalog));
    }

    [Theory]
    [InlineData("remote", Count)]
    [InlineData("cpu", 0)]
    [InlineData("cuda:0", 0)]
    public void A_device_finds_what_runs_there(string device, int count) => Assert.Equal(count, new ModelQuery { Device = device }.Of(Catalog).Length);

    [Fact]
    public void Words_find_what_has_all_of_them_the_most_liked_first_and_a_name_before_a_description()
    {
        var found = new ModelQuery { Text = "sentiment financ", Limit = 5 }.Of(Catalog);
        var named = new ModelQuery { Text = "model-77" }.Of(Catalog);

        Assert.Equal(Numbers(i => i % 4 == 0 && i % 7 == 0).OrderByDescending(i => i).Take(5), found.Select(Number));
        Assert.Equal(77, Number(named[0]));
        Assert.Empty(new ModelQuery { Text = "sentiment zebra" }.Of(Catalog));
    }

    [Fact]
    public void All_that_is_asked_for_has_to_hold()
    {
        var query = new ModelQuery { TaskType = Types[2], Text = "weather", Tags = ["fr"], Device = "remote", Licence = "mit" };

        Assert.Equal(Numbers(i => i % Types.Length == 2 && i % 4 == 3 && i % 5 == 0 && i % 3 == 1), NumbersOf(query.Of(Catalog)));
        Assert.Equal(Numbers(i => i % Types.Length == 1 && i % 4 == 1 && i % 5 == 0 && i % 3 == 1), NumbersOf((query with { TaskType = Types[1], Text = "medicine" }).Of(Catalog)));
        Assert.NotEmpty((query with { TaskType = Types[1], Text = "medicine" }).Of(Catalog));
    }

    private static string Line(int i) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"downloads": {{i * 10}}, "id": "owner{{i % 11}}/model-{{i}}", "likes": {{i}}, "pipeline_tag": "x", "task": "{{Types[i % Types.Length]}}", "meta": {"language": ["{{(i % 5 == 0 ? "fr" : "en")}}"], "tags": ["{{Subjects[i % 4]}}"], "license": "{{Licences[i % 3]}}"}, "description": "\n\n# A model for {{Subjects[i % 4]}}{{(i % 7 == 0 ? ", tells the sentiment" : "")}}\n"}
        """);

    private static int Number(ModelStatus model) => int.Parse(model.Card.Id.Value.Split('-')[^1], CultureInfo.InvariantCulture);

    private static IEnumerable<int> NumbersOf(ImmutableArray<ModelStatus> models) => models.Select(Number).Order();

    private static IEnumerable<int> Numbers(Func<int, bool> holds) => Enumerable.Range(0, Count).Where(holds);
}
