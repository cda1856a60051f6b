using Jarvis.Models.Cards;

namespace Jarvis.Core.Tests.Models.Cards;

public sealed class CardPathTests : IDisposable
{
    private readonly CardsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/..")]
    [InlineData("./a")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a\\..\\b")]
    [InlineData("C:/x")]
    [InlineData("a\0b")]
    public void A_path_that_goes_anywhere_but_down_is_refused(string path) => Assert.Null(CardPath.Resolve(_disk.Root, path));

    [Fact]
    public void A_path_that_goes_down_is_resolved_whether_its_file_is_there_or_not()
    {
        _disk.Write("cat/m.json", "{}");

        Assert.Equal(Path.Combine(_disk.Path, "cat", "m.json"), CardPath.Resolve(_disk.Path, "cat/m.json"));
        Assert.Equal(Path.Combine(_disk.Path, "cat", "n.json"), CardPath.Resolve(_disk.Path, "cat/n.json"));
    }

    [Fact]
    public void A_link_that_leads_out_is_refused_and_one_that_stays_inside_is_followed()
    {
        var inside = _disk.Write("real/m.json", "{}");
        var outside = Path.Combine(_disk.Root, "secret");
        File.WriteAllText(outside, "secret");
        File.CreateSymbolicLink(Path.Combine(_disk.Path, "out"), outside);
        File.CreateSymbolicLink(Path.Combine(_disk.Path, "in"), inside);
        Directory.CreateSymbolicLink(Path.Combine(_disk.Path, "up"), _disk.Root);

        Assert.Null(CardPath.Resolve(_disk.Path, "out"));
        Assert.Null(CardPath.Resolve(_disk.Path, "up/secret"));
        Assert.Equal(inside, CardPath.Resolve(_disk.Path, "in"));
    }

    [Fact]
    public void A_link_through_another_link_is_followed_to_where_it_really_leads()
    {
        Directory.CreateDirectory(_disk.Path);
        File.WriteAllText(Path.Combine(_disk.Root, "secret"), "secret");
        Directory.CreateSymbolicLink(Path.Combine(_disk.Path, "up"), _disk.Root);
        File.CreateSymbolicLink(Path.Combine(_disk.Path, "out"), Path.Combine("up", "secret"));

        Assert.Null(CardPath.Resolve(_disk.Path, "out"));
    }

    [Fact]
    public void Links_that_lead_to_each_other_are_an_error()
    {
        Directory.CreateDirectory(_disk.Path);
        File.CreateSymbolicLink(Path.Combine(_disk.Path, "a"), Path.Combine("b", "x"));
        File.CreateSymbolicLink(Path.Combine(_disk.Path, "b"), "a");

        Assert.Throws<IOException>(() => CardPath.Resolve(_disk.Path, "a"));
    }

    [Fact]
    public void A_folder_beside_with_a_longer_name_is_not_inside()
    {
        _disk.Write("a.json", "{}");
        Directory.CreateDirectory(_disk.Path + "-other");
        File.WriteAllText(Path.Combine(_disk.Path + "-other", "x"), "");
        Directory.CreateSymbolicLink(Path.Combine(_disk.Path, "beside"), _disk.Path + "-other");

        Assert.Null(CardPath.Resolve(_disk.Path, "beside/x"));
    }
}
