using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Resources;
using Jarvis.Serialization;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Api;

public sealed class ResourceTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];

    [Fact]
    public async Task A_file_comes_back_whole_and_in_ranges_and_is_known_by_its_tag()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        var bytes = Encoding.UTF8.GetBytes("nothing but a text that is kept");

        using var uploaded = await client.PostAsync("/v1/resources?name=note.txt", new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
        var resource = await ReadAsync(uploaded, JarvisJsonContext.Default.Resource);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), resource.Id.Value);
        Assert.Equal($"/v1/resources/{resource.Id}", uploaded.Headers.Location?.OriginalString);
        Assert.Equal(resource, await client.GetFromJsonAsync($"/v1/resources/{resource.Id}", JarvisJsonContext.Default.Resource));

        using var whole = await client.GetAsync($"/v1/resources/{resource.Id}/content");
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal($"\"{resource.Id}\"", whole.Headers.ETag?.Tag);
        Assert.False(whole.Headers.ETag!.IsWeak);
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition?.DispositionType);

        using var part = await SendAsync(client, resource, request => request.Headers.Range = new RangeHeaderValue(8, 11));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[8..12], await part.Content.ReadAsByteArrayAsync());
        using var beyond = await SendAsync(client, resource, request => request.Headers.Range = new RangeHeaderValue(1000, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var known = await SendAsync(client, resource, request => request.Headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>", "page.html", "attachment")]
    [InlineData("plain words", "note.txt", "inline")]
    public async Task What_could_do_something_in_a_browser_is_not_shown_there(string text, string name, string disposition)
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var uploaded = await client.PostAsync($"/v1/resources?name={name}", new StringContent(text));
        var resource = await ReadAsync(uploaded, JarvisJsonContext.Default.Resource);

        using var shown = await client.GetAsync($"/v1/resources/{resource.Id}/content?disposition=inline");
        Assert.Equal(disposition, shown.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(["nosniff"], shown.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["default-src 'none'; sandbox"], shown.Headers.GetValues("Content-Security-Policy"));
    }

    [Fact]
    public async Task A_name_of_a_file_breaks_out_of_no_header()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        var name = Uri.EscapeDataString("a\"; filename=evil.exe\r\nSet-Cookie: a=b\r\n\u202Egnp.é");
        using var uploaded = await client.PostAsync($"/v1/resources?name={name}", new ByteArrayContent(Png));
        var resource = await ReadAsync(uploaded, JarvisJsonContext.Default.Resource);

        using var shown = await client.GetAsync($"/v1/resources/{resource.Id}/content");
        Assert.False(shown.Headers.Contains("Set-Cookie"));
        var header = ContentDispositionHeaderValue.Parse(Assert.Single(shown.Content.Headers.GetValues("Content-Disposition")));
        Assert.Equal(["filename", "filename*"], header.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(resource.Name, header.FileNameStar);
    }

    [Fact]
    public async Task A_link_reads_one_file_without_a_key_until_it_ends()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await using var server = await StartAsync(services: services => services.Configure<SignedLinkOptions>(links => links.KeyFile = Path.Combine(folder.FullName, "keys")));
            using var client = await server.ClientAsync(Acme);
            using var uploaded = await client.PostAsync("/v1/resources?name=a.png", new ByteArrayContent(Png));
            var resource = await ReadAsync(uploaded, JarvisJsonContext.Default.Resource);

            using var made = await client.PostAsJsonAsync($"/v1/resources/{resource.Id}/links", new { lifetime = "00:10:00", disposition = "inline" });
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
            var url = (await made.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!["url"]!.GetValue<string>();
            using var anonymous = server.Anonymous();
            Assert.Equal(Png, await anonymous.GetByteArrayAsync(url));

            using var changed = await anonymous.GetAsync(url[..^2] + (url[^2] == 'x' ? "yx" : "xx"));
            Assert.Equal(ErrorCode.Unauthorized, (await ProblemAsync(changed)).Code);
            using var longer = await client.PostAsJsonAsync($"/v1/resources/{resource.Id}/links", new { lifetime = "100.00:00:00" });
            Assert.Equal(ErrorCode.InvalidRequest, (await ProblemAsync(longer)).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_of_another_tenant_is_not_there()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var rival = await server.ClientAsync(Rival);
        using var uploaded = await client.PostAsync("/v1/resources", new ByteArrayContent(Png));
        var resource = await ReadAsync(uploaded, JarvisJsonContext.Default.Resource);

        using var content = await rival.GetAsync($"/v1/resources/{resource.Id}/content");
        Assert.Equal(HttpStatusCode.NotFound, content.StatusCode);
        using var attached = await rival.PostAsJsonAsync("/v1/conversations", new { text = "look", resources = new[] { resource.Id.Value } });
        Assert.Equal(ErrorCode.NotFound, (await ProblemAsync(attached)).Code);
        using var deleted = await rival.DeleteAsync($"/v1/resources/{resource.Id}");
        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
    }

    [Fact]
    public async Task A_request_goes_with_files_that_come_in_its_form_or_were_stored_before()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var uploaded = await client.PostAsync("/v1/resources?name=first.png", new ByteArrayContent(Png));
        var stored = await ReadAsync(uploaded, JarvisJsonContext.Default.Resource);

        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent([.. Png, 1]), "file", "second.png" },
            { new StringContent($$"""{"text":"look at both","resources":["{{stored.Id}}"]}"""), "request" },
        };
        using var asked = await client.PostAsync("/v1/conversations/pictures/turns", form);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var turn = await client.GetFromJsonAsync("/v1/conversations/pictures/turns/1", JarvisJsonContext.Default.TurnSummary);
        Assert.Equal(["second.png", "first.png"], turn!.Resources.Take(2).Select(resource => resource.Name));
    }

    [Fact]
    public async Task A_form_with_more_files_than_a_request_may_have_is_refused()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var form = new MultipartFormDataContent { { new StringContent("look"), "text" } };
        for (var i = 0; i <= TurnRequest.MaxAttachments; i++)
        {
            form.Add(new ByteArrayContent([.. Png, (byte)i]), "file", $"{i}.png");
        }

        using var asked = await client.PostAsync("/v1/conversations/pictures/turns", form);
        Assert.Equal(ErrorCode.TooLarge, (await ProblemAsync(asked)).Code);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Resource resource, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/resources/{resource.Id}/content");
        change(request);
        return await client.SendAsync(request);
    }
}
