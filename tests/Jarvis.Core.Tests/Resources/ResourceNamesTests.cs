using System.Text;
using Jarvis.Identity;

namespace Jarvis.Resources;

public sealed class ResourceNamesTests
{
    private static readonly string Hash = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    [Theory]
    [InlineData("{\"id\":\"#\"}", 1)]
    [InlineData("[a](resource:#) and [b](resource:#)", 1)]
    [InlineData("#", 1)]
    [InlineData("0#", 0)]
    [InlineData("#f", 0)]
    [InlineData("g#g", 1)]
    [InlineData("# #", 1)]
    [InlineData("deadbeef", 0)]
    [InlineData("", 0)]
    public void Content_addresses_are_found_wherever_they_stand_alone(string text, int count)
    {
        var names = new HashSet<ResourceId>();

        ResourceNames.Find(Encoding.UTF8.GetBytes(text.Replace("#", Hash, StringComparison.Ordinal)), names);

        Assert.Equal(count, names.Count);
        Assert.All(names, name => Assert.Equal(Hash, name.Value));
    }

    [Fact]
    public void Large_letters_name_nothing()
    {
        var names = new HashSet<ResourceId>();

        ResourceNames.Find(Encoding.UTF8.GetBytes(Hash.ToUpperInvariant()), names);

        Assert.Empty(names);
    }
}
