using Jarvis.Planning;

namespace Jarvis.Core.Tests.Planning;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["ask", "chat", "models", "image-to-text", "translation"];

    [Theory]
    [InlineData("aks", "ask")]
    [InlineData("CHAT", "chat")]
    [InlineData("model", "models")]
    [InlineData("imag-to-txet", "image-to-text")]
    [InlineData("transaltion", "translation")]
    public void A_misspelt_name_is_found(string text, string name) => Assert.Equal(name, NearestName.Of(text, Names));

    [Theory]
    [InlineData("")]
    [InlineData("receipt")]
    [InlineData("xyz")]
    public void What_is_near_to_none_is_none(string text) => Assert.Null(NearestName.Of(text, Names));

    [Fact]
    public void There_may_be_no_names_and_too_much_text()
    {
        Assert.Null(NearestName.Of("ask", []));
        Assert.Null(NearestName.Of(new string('a', 100_000), Names));
    }
}
