using Jarvis.Errors;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Models.Remote.Peers;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.Settings;

public sealed class RemoteSettingsTests
{
    private const string Studio = "Jarvis__Remote__OpenAI__studio__";

    [Fact]
    public void A_server_is_all_that_its_settings_say_in_either_spelling()
    {
        var options = Apply(
            (Studio + "Endpoint", "https://studio.example/v1"),
            ("Jarvis:Remote:OpenAI:studio:Key", "k"),
            (Studio + "Timeout", "00:00:30"),
            (Studio + "MaxRequestLength", "1000"),
            (Studio + "MaxResponseLength", "2000"),
            (Studio + "Concurrency", "7"),
            (Studio + "Models__0__Id", "studio/flux"),
            (Studio + "Models__0__TaskType", TaskTypes.TextToImage),
            (Studio + "Models__0__PricePerCall", "0.02"),
            (Studio + "Models__0__Prices__image", "0.04"),
            (Studio + "Models__0__Quality", "0.9"),
            (Studio + "Models__0__Licence", "apache-2.0"),
            (Studio + "Models__1__Id", "studio/voice"),
            (Studio + "Models__1__TaskType", TaskTypes.TextToSpeech),
            (Studio + "Models__1__Model", "kokoro"),
            (Studio + "Models__1__Voice", "nova"),
            ("Jarvis__Remote__ProbeInterval", "00:00:05"));

        var server = Assert.Single(options.OpenAI, server => server.Key == "studio").Value;
        Assert.Equal(("https://studio.example/v1", "k", TimeSpan.FromSeconds(30)), (server.Endpoint.AbsoluteUri, server.Key, server.Timeout));
        Assert.Equal((1000, 2000, 7), (server.MaxRequestLength, server.MaxResponseLength, server.Concurrency));
        Assert.Equal(["studio/flux", "studio/voice"], server.Models.Select(model => model.Id));
        Assert.Equal((0.02m, 0.9, "apache-2.0"), (server.Models[0].PricePerCall, server.Models[0].Quality, server.Models[0].Licence));
        Assert.Equal(0.04m, Assert.Single(server.Models[0].Prices).Value);
        Assert.Equal(("kokoro", "nova"), (server.Models[1].Model, server.Models[1].Voice));
        Assert.Equal(TimeSpan.FromSeconds(5), options.ProbeInterval);
    }

    [Fact]
    public void A_tool_server_is_named_with_the_tools_that_may_be_called()
    {
        var lab = Apply(
            ("Jarvis__Remote__Mcp__lab__Command", "node"),
            ("Jarvis__Remote__Mcp__lab__CommandArguments__0", "server.js"),
            ("Jarvis__Remote__Mcp__lab__MaxResponseLength", "2000"),
            ("Jarvis__Remote__Mcp__lab__Tools__0__Name", "shorten"),
            ("Jarvis__Remote__Mcp__lab__Tools__0__TaskType", TaskTypes.Summarization),
            ("Jarvis__Remote__Mcp__lab__Tools__0__Arguments__text", "document"),
            ("Jarvis__Remote__Mcp__lab__Tools__0__Values__style", "plain"),
            ("Jarvis__Remote__Mcp__lab__Tools__0__ReadOnly", "true")).Mcp["lab"];

        Assert.Equal(("node", "server.js", 2000), (lab.Command, Assert.Single(lab.CommandArguments), lab.MaxResponseLength));
        var tool = Assert.Single(lab.Tools);
        Assert.Equal(("shorten", "document", "plain", true), (tool.Name, tool.Arguments["text"], tool.Values["style"], tool.ReadOnly));
    }

    [Fact]
    public void Hugging_Face_with_endpoints_of_its_own_is_named_in_the_same_way()
    {
        var options = Apply(
            ("Jarvis__Remote__HuggingFace__Token", "hf_x"),
            ("Jarvis__Remote__HuggingFace__Endpoints__mine__Address", "https://mine.example"),
            ("Jarvis__Remote__HuggingFace__Endpoints__mine__Token", "hf_y"),
            ("Jarvis__Remote__HuggingFace__Models__0__Id", "Helsinki-NLP/opus-mt-en-fr"),
            ("Jarvis__Remote__HuggingFace__Models__0__TaskType", TaskTypes.Translation),
            ("Jarvis__Remote__HuggingFace__Models__0__Endpoint", "mine"),
            ("Jarvis__Remote__HuggingFace__Models__0__Accepts__target", "fr, de")).HuggingFace;

        Assert.Equal(("hf_x", "hf_y"), (options.Token, options.Endpoints["mine"].Token));
        var model = Assert.Single(options.Models);
        Assert.Equal(("mine", "fr,de"), (model.Endpoint, string.Join(',', model.Accepts["target"])));
    }

    [Fact]
    public void Another_Jarvis_is_named_in_the_same_way()
    {
        var peer = Apply(
            ("Jarvis__Remote__Jarvis__lab__Address", "https://lab.example/jarvis/"),
            ("Jarvis__Remote__Jarvis__lab__KeyVariable", "LAB_KEY"),
            ("Jarvis__Remote__Jarvis__lab__Tenant", "acme"),
            ("Jarvis__Remote__Jarvis__lab__MaxModels", "9")).Jarvis["lab"];

        Assert.Equal(("https://lab.example/jarvis/v1/models", "LAB_KEY", "acme", 9), (JarvisPeer.At(peer, "v1/models").AbsoluteUri, peer.KeyVariable, peer.Tenant, peer.MaxModels));
    }

    [Theory]
    [InlineData("Address", "http://lab.example", "Jarvis:lab:Address has to be an absolute https")]
    [InlineData("Tenant", "no tenant", "Jarvis:lab:Tenant is no tenant")]
    [InlineData("Timeout", "00:00:00", "Jarvis:lab:Timeout has to be above zero")]
    [InlineData("MaxModels", "0", "Jarvis:lab:MaxModels has to be above zero")]
    public void Another_Jarvis_that_cannot_be_called_so_is_refused_at_start_by_its_path(string name, string value, string says)
    {
        var settings = new RemoteSettings(
            [new("Jarvis:Remote:Jarvis:lab:Address", "https://lab.example"), new("Jarvis:Remote:Jarvis:lab:Key", "a-key"), new($"Jarvis:Remote:Jarvis:lab:{name}", value)]);
        using var services = new ServiceCollection().AddRemoteModels(settings.Apply).BuildServiceProvider();

        var invalid = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Jarvis:Remote:" + says, invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_values_for_one_setting_the_later_counts_whatever_the_case_of_its_name()
    {
        var options = Apply(
            (Studio + "Endpoint", "https://one.example"),
            (Studio + "Concurrency", "2"),
            ("JARVIS__REMOTE__OPENAI__STUDIO__ENDPOINT", "https://two.example"));

        var server = Assert.Single(options.OpenAI).Value;
        Assert.Equal(("two.example", 2), (server.Endpoint.Host, server.Concurrency));
    }

    [Fact]
    public void Settings_of_other_things_and_empty_ones_say_nothing() =>
        Assert.False(new RemoteSettings([new("Jarvis__LanguageModel__Model", "m"), new("Jarvis__RemoteControl", "x"), new(Studio + "Key", " "), new("PATH", "/bin")]).SaysAnything);

    [Theory]
    [InlineData("OpenAI__studio__Endpiont", "OpenAI:studio:Endpiont; did you mean 'Endpoint'?")]
    [InlineData("OpenAI__studio__Models__0__Colour", "OpenAI:studio:Models:0:Colour")]
    [InlineData("OpenAI__studio__Models__first__Id", "OpenAI:studio:Models is a list")]
    [InlineData("OpenAI__studio__Models", "OpenAI:studio:Models is a list")]
    [InlineData("OpenAI__studio", "OpenAI:studio is a group of settings")]
    [InlineData("OpenAI", "OpenAI is a group of names")]
    [InlineData("OpenAI__.hidden__Key", "OpenAI:.hidden has a name that cannot be")]
    [InlineData("OpenAI__a b__Key", "OpenAI:a b has a name that cannot be")]
    [InlineData("OpenAI__studio__Endpoint", "OpenAI:studio:Endpoint has to be an address")]
    [InlineData("OpenAI__studio__Key__Value", "OpenAI:studio:Key has to be one value")]
    [InlineData("OpenAI__studio__Timeout", "OpenAI:studio:Timeout has to be a time")]
    [InlineData("OpenAI__studio__Concurrency", "OpenAI:studio:Concurrency has to be a whole number")]
    [InlineData("OpenAI__studio__Models__0__PricePerCall", "OpenAI:studio:Models:0:PricePerCall has to be a number")]
    [InlineData("OpenAI__studio__Models__0__Prices__pixel", "OpenAI:studio:Models:0:Prices:pixel is no unit that is paid for; there are audioSecond")]
    [InlineData("HuggingFace__Tokens", "HuggingFace:Tokens; did you mean 'Token'?")]
    [InlineData("ProbeInterval", "ProbeInterval has to be a time")]
    [InlineData("Azure__Key", "Azure")]
    public void A_setting_that_cannot_be_is_refused_by_its_path_and_its_value_is_not_repeated(string name, string says)
    {
        var refused = Assert.Throws<JarvisException>(() => Apply(("Jarvis__Remote__" + name, "secret, not a number")));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.Contains("Jarvis:Remote:" + says, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_no_settings_without_end()
    {
        Assert.Throws<JarvisException>(() => Apply(($"Jarvis__Remote__{string.Join("__", Enumerable.Repeat("a", 60_000))}", "x")));
        Assert.Throws<JarvisException>(() => Apply([.. Enumerable.Range(0, 300).Select(i => ($"{Studio}Models__{i}__Id", "a/b"))]));
    }

    [Theory]
    [InlineData("Endpoint", "http://studio.example/v1", "OpenAI:studio:Endpoint has to be an absolute https")]
    [InlineData("Timeout", "00:00:00", "OpenAI:studio:Timeout has to be above zero")]
    [InlineData("MaxRequestLength", "0", "OpenAI:studio:MaxRequestLength has to be above zero")]
    [InlineData("Concurrency", "-1", "OpenAI:studio:Concurrency has to be above zero")]
    [InlineData("Models__0__TaskType", "summarization", "OpenAI:studio:Models:0:TaskType is no task type")]
    [InlineData("Models__0__Id", "../etc", "OpenAI:studio:Models:0:Id is no model id")]
    [InlineData("Models__0__PricePerCall", "-1", "OpenAI:studio:Models:0:PricePerCall and all of Prices have to be US dollars")]
    [InlineData("Models__0__Prices__image", "-1", "OpenAI:studio:Models:0:PricePerCall and all of Prices have to be US dollars")]
    [InlineData("Models__0__Quality", "2", "OpenAI:studio:Models:0:Quality has to be from 0 to 1")]
    public void What_can_be_read_and_cannot_work_is_refused_at_start_by_its_path(string name, string value, string says)
    {
        var settings = new RemoteSettings(
            [new(Studio + "Key", "a-key"), new(Studio + "Models__0__Id", "a/b"), new(Studio + "Models__0__TaskType", TaskTypes.TextToImage), new(Studio + name, value)]);
        using var services = new ServiceCollection().AddRemoteModels(settings.Apply).BuildServiceProvider();

        var invalid = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Jarvis:Remote:" + says, invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_taken_from_the_variable_that_is_named_and_where_that_is_not_set_its_models_say_so()
    {
        const string Set = "JARVIS_TEST_KEY_OF_STUDIO";
        Environment.SetEnvironmentVariable(Set, " k-from-the-variable ");
        await using var services = new ServiceCollection().AddRemoteModels(options =>
        {
            options.OpenAI["set"] = new() { KeyVariable = Set, Models = { new() { Id = "a/one", TaskType = TaskTypes.TextToImage } } };
            options.OpenAI["unset"] = new() { KeyVariable = "JARVIS_TEST_NOT_SET", Models = { new() { Id = "a/two", TaskType = TaskTypes.TextToImage } } };
        }).BuildServiceProvider();

        Assert.Equal("k-from-the-variable", services.GetRequiredService<IOptions<RemoteModelOptions>>().Value.OpenAI["set"].Key);
        var models = await services.GetServices<IModelSource>().OfType<OpenAIModelSource>().Single().DiscoverAsync(default);
        Assert.Equal([null, "the environment variable JARVIS_TEST_NOT_SET is not set; set it to the key of api.openai.com."], models.Select(model => model.Unavailable));
        Assert.Equal("Jarvis:Remote:OpenAI:set", models[0].Source);
    }

    private static RemoteModelOptions Apply(params (string Name, string? Value)[] settings)
    {
        var options = new RemoteModelOptions();
        new RemoteSettings(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Apply(options);
        return options;
    }
}
