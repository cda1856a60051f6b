using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Cards;

namespace Jarvis.Core.Tests.Models.Cards;

public sealed class CardFolderTests : IDisposable
{
    private readonly CardsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void A_folder_that_is_not_there_holds_no_cards_and_is_not_made()
    {
        Assert.Empty(_disk.Folder.Read(default));
        Assert.False(Directory.Exists(_disk.Path));
    }

    [Fact]
    public void A_wrong_file_or_line_takes_no_other_away()
    {
        _disk.Write("a.json", "{ not json");
        _disk.Write("b.json", CardsOnDisk.Card("b"));
        _disk.Write("many.jsonl", $"{CardsOnDisk.Card("one")}\n\n  garbage \n{CardsOnDisk.Card("two")}");
        _disk.Write(".hidden.json", "{");
        _disk.Write("notes.txt", "{");

        var read = _disk.Folder.Read(default);

        Assert.Equal(["b", "one", "two"], read.Where(card => card.Card is not null).Select(card => card.Card!.Id.Value));
        Assert.Equal(["a.json:1", "many.jsonl:3"], read.Where(card => card.Problem is not null).Select(card => $"{card.File}:{card.Problem!.Line}"));
    }

    [Fact]
    public void A_file_that_is_too_large_is_a_problem_of_its_own()
    {
        _disk.Write("a.json", new string(' ', CardLimits.Card + 1));
        _disk.Write("b.json", CardsOnDisk.Card("b"));

        Assert.Equal([false, true], _disk.Folder.Read(default).Select(card => card.Card is not null));
    }

    [Fact]
    public void Cards_beyond_the_most_are_left_out_and_told()
    {
        _disk.Write("a.jsonl", string.Join('\n', Enumerable.Range(0, CardLimits.Cards + 5).Select(number => CardsOnDisk.Card($"a{number}"))));
        _disk.Write("b.json", CardsOnDisk.Card("b"));

        var read = _disk.Folder.Read(default);

        Assert.Equal(CardLimits.Cards, read.Count(card => card.Card is not null));
        Assert.Equal(["a.jsonl", "b.json"], read.Where(card => card.Problem is not null).Select(card => card.File));
    }

    [Fact]
    public void An_added_card_is_read_back_and_a_second_of_its_id_is_a_conflict()
    {
        var card = CardReaderTests.FullCard();
        var file = _disk.Editor.Add(card, replace: false);

        var conflict = Assert.Throws<JarvisException>(() => _disk.Editor.Add(card, replace: false));
        _disk.Editor.Add(card with { Description = "another" }, replace: true);

        Assert.Equal(ErrorCode.Conflict, conflict.Code);
        Assert.Equal(_disk.Path, Path.GetDirectoryName(file));
        Assert.Equal("another", Assert.Single(_disk.Folder.Read(default)).Card!.Description);
        Assert.Equal([Path.GetFileName(file)], Directory.GetFiles(_disk.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("a/b", "a--b")]
    [InlineData("Acme/x", "acme/x")]
    [InlineData("a--b/c", "a/b--c")]
    public void Two_ids_never_share_a_file(string one, string other) =>
        Assert.NotEqual(CardFolderEditor.FileName(new ModelId(one)), CardFolderEditor.FileName(new ModelId(other)), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void A_removed_card_leaves_its_neighbours_of_the_same_file_as_they_were()
    {
        _disk.Write("many.jsonl", $"{CardsOnDisk.Card("one")}\nnot a card\n{CardsOnDisk.Card("two")}\n");

        _disk.Editor.Remove(new ModelId("one"));

        Assert.Equal($"not a card\n{CardsOnDisk.Card("two")}\n", File.ReadAllText(Path.Combine(_disk.Path, "many.jsonl")));
    }

    [Fact]
    public void A_wrong_card_can_be_removed_by_its_id_and_one_that_is_not_there_is_not_found()
    {
        _disk.Write("a.json", CardsOnDisk.Card("wrong", ",\"maxBatch\":0"));

        _disk.Editor.Remove(new ModelId("wrong"));

        Assert.Empty(Directory.GetFiles(_disk.Path));
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<JarvisException>(() => _disk.Editor.Remove(new ModelId("wrong"))).Code);
    }

    [Fact]
    public void Many_cards_take_the_place_of_those_with_their_ids_wherever_these_are()
    {
        _disk.Write("a.json", CardsOnDisk.Card("acme/full"));
        _disk.Write("hub.jsonl", $"{CardsOnDisk.Card("acme/full")}\n{CardsOnDisk.Card("other")}\n");

        _disk.Editor.AddMany("hub", [CardReaderTests.FullCard()]);

        Assert.Equal(["hub.jsonl other", "hub.jsonl acme/full"], _disk.Folder.Read(default).Select(card => $"{card.File} {card.Id}"));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_that_says_so()
    {
        File.WriteAllText(_disk.Path, "a file where the folder should be");

        var error = Assert.Throws<JarvisException>(() => _disk.Editor.Add(CardReaderTests.FullCard(), replace: false));

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.Contains(_disk.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_what_the_environment_names()
    {
        static string Of(params (string Name, string Value)[] set) =>
            CardFolderOptions.DefaultDirectory(name => set.FirstOrDefault(pair => pair.Name == name).Value);

        Assert.Equal("/cards", Of((CardFolderOptions.DirectoryVariable, "/cards"), (CardFolderOptions.HomeVariable, "/home")));
        Assert.Equal(Path.Combine("/home", "models"), Of((CardFolderOptions.HomeVariable, "/home"), (CardFolderOptions.DirectoryVariable, " ")));
        Assert.EndsWith(Path.Combine("jarvis", "models"), Of(), StringComparison.Ordinal);
    }
}
