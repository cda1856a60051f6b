using Jarvis.LanguageModels;

namespace Jarvis.Models.Remote.OpenAI;

public sealed class LanguageModelEnvironmentTests
{
    [Fact]
    public void The_names_that_other_programs_read_are_understood()
    {
        Assert.Equal((LanguageModelProvider.OpenAI, "k"), Said(("OPENAI_API_KEY", "k")));
        Assert.Equal((LanguageModelProvider.Compatible, "k"), Said(("OPENAI_API_KEY", "k"), ("OPENAI_BASE_URL", "http://localhost:1/v1")));
        Assert.Equal((LanguageModelProvider.Azure, "a"), Said(("AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com"), ("AZURE_OPENAI_API_KEY", "a")));
        Assert.Equal((null, null), Said(("OPENAI_API_KEY", " ")));
        Assert.Equal((null, null), Said(("OPENAI_API_KEY", "k"), ("Jarvis__LanguageModel__Provider", "none")));
    }

    [Fact]
    public void A_key_is_not_sent_to_a_server_that_it_was_not_set_for() =>
        Assert.Equal(
            (LanguageModelProvider.Compatible, null),
            Said(("OPENAI_API_KEY", "k"), ("Jarvis__LanguageModel__Endpoint", "http://localhost:1/v1")));

    private static (LanguageModelProvider? Provider, string? Key) Said(params (string Name, string Value)[] variables)
    {
        var environment = new LanguageModelEnvironment(variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)));
        var options = new LanguageModelOptions();
        environment.Apply(options);
        environment.Complete(options);
        return (options.Effective, options.Key);
    }
}
