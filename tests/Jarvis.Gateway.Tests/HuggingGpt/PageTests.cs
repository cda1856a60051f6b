using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jarvis.Conformance.Hosts;
using Jarvis.Gateway.Tests.Clients;
using Jarvis.Planning;
using Jarvis.Serialization;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.HuggingGpt;

/// <summary>What HuggingGPT's own page sends, and what it does with what comes back.</summary>
public sealed partial class PageTests
{
    [Fact]
    public async Task The_page_of_this_machine_asks_without_a_key_and_reads_the_message()
    {
        await using var server = await StartAsync(ClientHost.Setup, options =>
        {
            options.RequireKeys = false;
            options.AllowedOrigins.Add("http://localhost:9999");
        });
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "http://localhost:9999");
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/hugginggpt");
        preflight.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        preflight.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "content-type");
        using var allowed = await client.SendAsync(preflight);
        Assert.Equal("http://localhost:9999", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin")));

        var answer = await AskAsync(client, "/hugginggpt", ("user", "first"), ("assistant", "answer"), ("user", "second"));
        Assert.Equal("heard: second; before: first&gt;answer; files: ", answer.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Files_in_the_message_are_found_and_load_without_a_key()
    {
        await using var server = await StartAsync(ClientHost.Setup);
        using var client = await server.ClientAsync(Acme);
        var message = (await AskAsync(client, "/hugginggpt", ("user", "make media"))).GetProperty("message").GetString()!;
        using var page = server.Anonymous();
        await LoadsAsync(page, Picture().Matches(message), "image/png");
        await LoadsAsync(page, Sound().Matches(message), "audio/wav");
        await LoadsAsync(page, Film().Matches(message), "video/mp4");
        Assert.DoesNotContain('<', message);
        Assert.DoesNotContain('"', message);

        var later = await AskAsync(client, "/hugginggpt", ("user", "make media"), ("assistant", message), ("user", "and then"));
        Assert.Contains("known: image/png,audio/wav,video/mp4", later.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_told_and_nothing_of_it_runs()
    {
        var setup = ClientHost.Setup;
        await using var server = await StartAsync(setup);
        using var client = await server.ClientAsync(Acme);
        var plan = (await AskAsync(client, "/tasks", ("user", "make media"))).EnumerateArray().ToList();
        Assert.Equal(["text-to-image", "text-to-speech", "text-to-video", "object-detection"], plan.Select(task => task.GetProperty("task").GetString()));
        Assert.Equal([0, 1, 2, 3], plan.Select(task => task.GetProperty("id").GetInt32()));
        Assert.Equal("[-1]", plan[0].GetProperty("dep").GetRawText());
        Assert.Equal("[0]", plan[3].GetProperty("dep").GetRawText());
        Assert.Equal("a cat", plan[0].GetProperty("args").GetProperty("text").GetString());
        Assert.Equal("<GENERATED>-0", plan[3].GetProperty("args").GetProperty("image").GetString());
        Assert.Empty(((ScriptedRunner)setup.Runner).Batches);
        var list = await client.GetFromJsonAsync("/v1/conversations", JarvisJsonContext.Default.ListPageConversationListItem);
        Assert.Empty(list!.Data);
    }

    [Fact]
    public async Task Results_are_told_with_the_models_that_were_chosen()
    {
        await using var server = await StartAsync(ClientHost.Setup);
        using var client = await server.ClientAsync(Acme);
        var results = await AskAsync(client, "/results", ("user", "make media"));
        Assert.Equal("text-to-image", results.GetProperty("0").GetProperty("task").GetProperty("task").GetString());
        Assert.Equal("painter", results.GetProperty("0").GetProperty("choose model result").GetProperty("id").GetString());
        Assert.NotEmpty(results.GetProperty("0").GetProperty("choose model result").GetProperty("reason").GetString()!);
        Assert.EndsWith(".png", results.GetProperty("0").GetProperty("inference result").GetProperty("generated image").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(".wav", results.GetProperty("1").GetProperty("inference result").GetProperty("generated audio").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(".mp4", results.GetProperty("2").GetProperty("inference result").GetProperty("generated video").GetString(), StringComparison.Ordinal);
        Assert.Equal("cat", results.GetProperty("3").GetProperty("inference result").GetProperty("predicted")[0].GetProperty("label").GetString());

        var words = await AskAsync(client, "/results", ("user", "run something"));
        Assert.Equal("made here", words.GetProperty("0").GetProperty("inference result").GetProperty("response").GetString());
    }

    [Fact]
    public async Task What_fails_is_told_as_a_message_and_what_is_wrong_by_a_status()
    {
        await using var server = await StartAsync(ClientHost.Setup);
        using var client = await server.ClientAsync(Acme);
        foreach (var path in (string[])["/hugginggpt", "/tasks", "/results"])
        {
            Assert.Equal("The planner broke.", (await AskAsync(client, path, ("user", "fail"))).GetProperty("message").GetString());
            using var nobody = await client.PostAsJsonAsync(path, new { messages = new[] { new { role = "assistant", content = "hello" } } });
            Assert.Equal(HttpStatusCode.BadRequest, nobody.StatusCode);
            Assert.NotEmpty(JsonDocument.Parse(await nobody.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString()!);
        }
    }

    [Fact]
    public async Task What_a_model_writes_is_text_to_the_page()
    {
        const string Attack = "<script>alert(1)</script> /x\"onerror=alert(1)//.png";
        await using var server = await StartAsync(ClientHost.Setup with { Planner = new ScriptedPlanner((_, _) => Say(Attack)) });
        using var client = await server.ClientAsync(Acme);
        var message = (await AskAsync(client, "/hugginggpt", ("user", "hello"))).GetProperty("message").GetString()!;
        Assert.Equal(Attack, WebUtility.HtmlDecode(message));
        Assert.DoesNotContain(message, c => c is '<' or '>' or '"');
    }

    [Theory]
    [InlineData("/hugginggpt/files/x.png")]
    [InlineData("/hugginggpt/files/1/none/acme/none/file.png")]
    [InlineData("/hugginggpt/files/../../v1/models")]
    public async Task A_path_that_was_not_given_out_opens_nothing(string path)
    {
        await using var server = await StartAsync(ClientHost.Setup);
        using var response = await server.Anonymous().GetAsync(path);
        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.NotFound]);
    }

    private static async IAsyncEnumerable<PlanStep> Say(string text)
    {
        await Task.CompletedTask;
        yield return new AnsweredDirectly(text);
    }

    private static async Task LoadsAsync(HttpClient page, MatchCollection found, string type)
    {
        using var response = await page.GetAsync(Assert.Single(found).Value);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("inline", response.Content.Headers.ContentDisposition?.DispositionType);
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string path, params (string Role, string Content)[] messages)
    {
        using var response = await client.PostAsJsonAsync(path, new { model = "gpt-3.5-turbo", messages = messages.Select(message => new { role = message.Role, content = message.Content }) });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>What the page takes for a picture in a text: from a slash or an address on, without a space.</summary>
    [GeneratedRegex(@"(?:https?:|/)\S*?\.(?:jpe?g|tiff|gif|png)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?:https?:|/)\S*?\.(?:flac|wav)")]
    private static partial Regex Sound();

    /// <summary>For films it takes letters, digits, spaces and few signs more.</summary>
    [GeneratedRegex(@"(?:https?:|/)[\w\s/.|:-]*?\.mp4")]
    private static partial Regex Film();
}
