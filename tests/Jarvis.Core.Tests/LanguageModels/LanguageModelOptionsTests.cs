using Jarvis.LanguageModels;

namespace Jarvis.Core.Tests.LanguageModels;

public sealed class LanguageModelOptionsTests
{
    [Fact]
    public void Nothing_set_is_no_language_model_and_no_fault()
    {
        var options = new LanguageModelOptions();

        Assert.Null(options.ModelOf(LanguageModelRole.Planning));
        Assert.True(new LanguageModelOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void A_key_alone_is_one_of_OpenAI() =>
        Assert.Equal(LanguageModelOptions.DefaultModel, new LanguageModelOptions { Key = "sk-x" }.ModelOf(LanguageModelRole.Text));

    [Fact]
    public void A_fault_names_its_key_and_never_the_secret()
    {
        Assert.Contains(":Model is missing", Fault(new() { Endpoint = new("http://localhost:1/v1") }));
        Assert.Contains(":Key is missing", Fault(new() { Provider = LanguageModelProvider.Azure, Endpoint = new("https://a.b"), Model = "m" }));
        Assert.Contains(":Endpoint is missing", Fault(new() { Provider = LanguageModelProvider.Compatible, Model = "m" }));
        Assert.Contains(":MaxCostPerTurn cannot be kept", Fault(new() { Key = "sk-x", MaxCostPerTurn = 1 }));
        var open = Fault(new() { Endpoint = new("http://far.example/v1"), Model = "m", Key = "sk-secret" });
        Assert.Contains(":Endpoint is http", open);
        Assert.DoesNotContain("sk-secret", open);
    }

    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog", 9)]
    [InlineData("你好，世界", 5)]
    [InlineData("", 0)]
    public void An_estimate_is_not_below_the_tokens_of_the_text(string text, int tokens) =>
        Assert.InRange(TokenEstimate.Of(text), tokens, (tokens * 2) + 4);

    private static string Fault(LanguageModelOptions options) =>
        string.Join(' ', new LanguageModelOptionsValidator().Validate(null, options).Failures ?? []);
}
