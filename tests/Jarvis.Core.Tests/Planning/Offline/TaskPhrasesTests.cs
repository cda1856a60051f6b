using Jarvis.Planning;
using Jarvis.Planning.Offline;

namespace Jarvis.Core.Tests.Planning.Offline;

public sealed class TaskPhrasesTests
{
    [Fact]
    public void Phrases_name_task_types_of_the_catalog() => Assert.All(
        TaskPhrases.All.SelectMany(phrase => phrase.Types), type => Assert.NotNull(TaskTypeCatalog.Default.Find(type)));

    [Fact]
    public void Phrases_name_operations_of_their_task_type() => Assert.All(
        TaskPhrases.All.Where(phrase => phrase.Operation is not null),
        phrase => Assert.Contains(phrase.Operation!, TaskTypeCatalog.Default.Find(phrase.Types[0])!.Option("operation")!.Values));

    [Fact]
    public void Every_place_of_a_phrase_is_words_a_gap_or_a_class_that_is_known()
    {
        var token = new Token(TokenKind.Word, "zebra", 0, 5);

        Assert.All(TaskPhrases.All.SelectMany(phrase => phrase.Elements), element => Assert.False(element.Fits(token, null)));
    }

    [Fact]
    public void A_phrase_begins_and_ends_with_something_to_recognize_it_by() => Assert.All(
        TaskPhrases.All, phrase => Assert.False(phrase.Elements[0].Gap || phrase.Elements[0].Optional || phrase.Elements[^1].Gap));

    [Fact]
    public async Task Task_types_that_the_catalog_lacks_are_not_planned()
    {
        var catalog = new TaskTypeCatalog([TaskTypeCatalog.Default.Find(TaskTypes.ImageToText)!]);
        var request = new PlanningRequest(Identity.TurnId.Parse("home/chat/1"), "Read a.png, find its edges and translate it to Spanish. Is it a cat?")
        {
            Attachments = SampleResources.AllNamed("a.png"),
            Models = OfflinePlans.LocalModels,
        };

        var steps = await new OfflinePlanner(catalog).PlanAsync(request, CancellationToken.None).ToListAsync();

        Assert.Equal(TaskTypes.ImageToText, Assert.Single(steps.OfType<TaskProposed>()).Task.Type);
    }
}
