using System.ClientModel;
using Azure.Identity;
using Jarvis.Conformance.LanguageModels;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Remote.OpenAI;

public sealed class EntraIdTests
{
    // It begins when the fixture's clock does, and stands still.
    private readonly ScriptedCredential _credential = new(new FakeTimeProvider());

    [Fact]
    public async Task Azure_is_called_at_its_v1_path_with_a_token_for_its_scope()
    {
        await using var fixture = await LanguageModelFixture.StartAzureAsync(_credential, new StandInReply("ready"));

        Assert.Equal("ready", (await fixture.Model.GetResponseAsync("Hello?")).Text);

        var request = Assert.Single(fixture.Server.Requests);
        Assert.Equal(("/openai/v1/chat/completions", "token-1"), (request.Path, request.Key));
        Assert.Equal(["https://cognitiveservices.azure.com/.default"], _credential.Scopes);
    }

    [Fact]
    public async Task A_token_is_used_for_all_roles_until_shortly_before_it_expires()
    {
        await using var fixture = await LanguageModelFixture.StartAzureAsync(_credential, new StandInReply("a"), new("b"), new("c"), new("d"));

        await fixture.Model.GetResponseAsync("x");
        await fixture.For(LanguageModelRole.Answering).GetResponseAsync("x");
        fixture.Time.Advance(TimeSpan.FromMinutes(56));
        _credential.Lifetime = TimeSpan.FromHours(3);
        await fixture.Model.GetResponseAsync("x");
        await fixture.For(LanguageModelRole.Answering).GetResponseAsync("x");

        Assert.Equal(["token-1", "token-1", "token-2", "token-2"], fixture.Server.Requests.Select(request => request.Key));
    }

    [Fact]
    public async Task No_token_is_asked_for_before_the_first_call()
    {
        await using var fixture = await LanguageModelFixture.StartAzureAsync(_credential);

        Assert.NotNull(fixture.Model.GetService(typeof(AuthenticationTokenProvider)));
        Assert.Equal(0, _credential.Asked);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_how_to_and_the_server_is_not_asked()
    {
        var nobody = new ScriptedCredential(TimeProvider.System, new CredentialUnavailableException("tenant 1234 of somebody@example.org"));
        await using var fixture = await LanguageModelFixture.StartAzureAsync(nobody);

        var error = await Assert.ThrowsAsync<JarvisException>(() => fixture.Model.GetResponseAsync("x"));

        Assert.Equal((ErrorCode.ModelUnavailable, false), (error.Code, error.Retryable));
        Assert.Contains("az login", error.Message, StringComparison.Ordinal);
        Assert.Contains("AZURE_OPENAI_API_KEY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Requests);
        Assert.Equal(1, nobody.Asked);
    }

    [Theory]
    [InlineData(401, "az login")]
    [InlineData(403, "Cognitive Services OpenAI User")]
    public async Task A_token_that_is_refused_says_what_to_do_and_is_written_nowhere(int status, string fix)
    {
        await using var fixture = await LanguageModelFixture.StartAzureAsync(_credential, new StandInReply("No, token-1.", status));

        var error = await Assert.ThrowsAsync<JarvisException>(() => fixture.Model.GetResponseAsync("x"));

        Assert.Equal(LanguageModelFault.Unauthorized, LanguageModelException.FaultOf(error));
        Assert.Contains(fix, error.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
        Assert.All(fixture.Log.Lines.Append(error.ToString()), line => Assert.DoesNotContain("token-1", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_resource_without_a_key_means_Entra_ID()
    {
        Assert.True(Said().UseEntraId);
        Assert.False(Said(("AZURE_OPENAI_API_KEY", "k")).UseEntraId);
        Assert.False(Said(("Jarvis__LanguageModel__Key", "k")).UseEntraId);
    }

    private static LanguageModelOptions Said(params (string Name, string Value)[] more)
    {
        var environment = new LanguageModelEnvironment(
            [KeyValuePair.Create("AZURE_OPENAI_ENDPOINT", (string?)"https://x.openai.azure.com"), .. more.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value))]);
        var options = new LanguageModelOptions();
        environment.Apply(options);
        environment.Complete(options);
        return options;
    }
}
