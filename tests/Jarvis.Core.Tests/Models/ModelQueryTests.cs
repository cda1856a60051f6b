using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Models;

public sealed class ModelQueryTests
{
    private static readonly ImmutableArray<ModelStatus> Models =
    [
        Model("acme/cat-finder", TaskTypes.ObjectDetection, "finds cats in pictures", ["animals", "en"], licence: "MIT"),
        Model("acme/dog-finder", TaskTypes.ObjectDetection, "finds dogs, not a cat", ["animals"], licence: "Apache-2.0", popularity: 5),
        Model("hub/translator", TaskTypes.Translation, "translates", ["en", "category-theory"], device: DeviceId.Remote),
        Model("local/vision", TaskTypes.ImageToText, "says what is there", ["catalogue"], device: DeviceId.Cuda(1), popularity: 9),
    ];

    [Fact]
    public void Nothing_asked_gives_all_in_the_catalogs_order()
    {
        Assert.True(new ModelQuery().AsksNothing);
        Assert.Equal(Models.AsEnumerable(), new ModelQuery().Of(Models));
        Assert.Equal(Models.AsEnumerable(), new ModelQuery { Text = "  " }.Of(Models));
    }

    [Fact]
    public void A_task_type_is_matched_whole() => Assert.Equal(["hub/translator"], Ids(new() { TaskType = TaskTypes.Translation }));

    [Fact]
    public void Words_in_the_name_come_before_tags_and_tags_before_the_description() =>
        Assert.Equal(["acme/cat-finder", "local/vision", "hub/translator", "acme/dog-finder"], Ids(new() { Text = "cat" }));

    [Fact]
    public void Every_word_has_to_be_there_in_any_case_and_order() => Assert.Equal(["acme/dog-finder"], Ids(new() { Text = "FINDS, Dog!" }));

    [Fact]
    public void A_word_is_found_by_its_beginning_and_not_by_its_middle()
    {
        Assert.Equal(["hub/translator"], Ids(new() { Text = "transl" }));
        Assert.Empty(Ids(new() { Text = "ranslator" }));
    }

    [Fact]
    public void Text_without_a_word_in_it_finds_nothing() => Assert.Empty(Ids(new() { Text = "!?" }));

    [Theory]
    [InlineData("remote", "hub/translator")]
    [InlineData("cuda", "local/vision")]
    [InlineData("cuda:1", "local/vision")]
    [InlineData("cuda:0", null)]
    public void A_device_is_a_kind_or_one_of_them(string device, string? found) =>
        Assert.Equal(found is null ? [] : [found], Ids(new() { Device = device }));

    [Fact]
    public void Tags_have_to_be_there_all_and_licences_as_they_are_called_in_any_case()
    {
        Assert.Equal(["acme/cat-finder"], Ids(new() { Tags = ["EN", "animals"] }));
        Assert.Equal(["acme/dog-finder"], Ids(new() { Licence = "apache-2.0" }));
        Assert.Empty(Ids(new() { Licence = "apache" }));
    }

    [Fact]
    public void Of_equal_matches_those_that_can_run_come_first_and_then_the_most_liked()
    {
        ImmutableArray<ModelStatus> equal =
        [
            Model("a/cat", TaskTypes.Translation, "x", [], popularity: 1),
            Model("b/cat", TaskTypes.Translation, "x", [], popularity: 2),
            Model("c/cat", TaskTypes.Translation, "x", [], popularity: 3) with { Unavailable = "no" },
        ];

        Assert.Equal(["b/cat", "a/cat", "c/cat"], new ModelQuery { Text = "cat" }.Of(equal).Select(model => model.Card.Id.Value));
    }

    [Fact]
    public void The_limit_is_the_most_that_is_given()
    {
        Assert.Equal(2, new ModelQuery { Limit = 2 }.Of(Models).Length);
        Assert.Equal(["acme/cat-finder"], Ids(new() { Text = "cat", Limit = 1 }));
    }

    [Fact]
    public void A_text_of_any_length_is_answered() => Assert.Empty(Ids(new() { Text = string.Join(' ', Enumerable.Range(0, 100_000)) }));

    private static IEnumerable<string> Ids(ModelQuery query) => query.Of(Models).Select(model => model.Card.Id.Value);

    private static ModelStatus Model(
        string id, string type, string description, ImmutableArray<string> tags, string? licence = null, DeviceId? device = null, long popularity = 0) =>
        new(new ModelCard(new(id), "runner", [type], description) { Tags = tags, Licence = licence, Popularity = popularity }, device ?? DeviceId.Cpu);
}
