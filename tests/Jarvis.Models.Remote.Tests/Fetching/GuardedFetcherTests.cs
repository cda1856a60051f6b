using System.Net;
using Jarvis.Errors;
using Jarvis.Identity;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Models.Remote.Fetching;

public sealed class GuardedFetcherTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100_000]];

    [Fact]
    public async Task A_file_of_the_public_web_becomes_a_resource()
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Web.Answer = context => StandInEndpoint.File(context, "text/html", Png);

        var resource = await desk.FetchAsync("http://web.test.net/a/cat.png?key=secret");

        Assert.Equal(("cat.png", "image/png", Png.Length), (resource.Name, resource.MediaType, resource.Length));
        await using var kept = await desk.Store.OpenReadAsync(TenantId.Local, resource.Id, default);
        using var bytes = new MemoryStream();
        await kept.CopyToAsync(bytes);
        Assert.Equal(Png, bytes.ToArray());
        Assert.Equal([new IPEndPoint(IPAddress.Parse(FetchFixture.Public), 80)], desk.Connector.Dialled);
    }

    [Fact]
    public async Task Nothing_of_this_host_goes_along_with_a_request()
    {
        await using var desk = await FetchFixture.StartAsync();
        IHeaderDictionary? sent = null;
        desk.Web.Answer = context =>
        {
            sent = new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value));
            context.Response.Headers.SetCookie = "session=1; Path=/";
            return StandInEndpoint.File(context, "text/plain", "hello"u8.ToArray());
        };

        using var activity = new System.Diagnostics.Activity("traced").Start();
        await desk.FetchAsync("http://web.test.net/a");
        await desk.FetchAsync("http://web.test.net/a");

        Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], sent!.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST./")]
    [InlineData("http://a.localhost/")]
    [InlineData("http://router/")]
    [InlineData("http://metadata.google.internal/")]
    [InlineData("http://printer.local/")]
    [InlineData("http://web.test.net:22/")]
    [InlineData("https://web.test.net:6379/")]
    public async Task This_machine_private_networks_and_other_ports_are_not_fetched_from(string address)
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Resolver.Knows("localhost", "127.0.0.1");

        await desk.RefusesAsync(ErrorCode.Forbidden, address);

        Assert.Empty(desk.Resolver.Asked);
        Assert.Empty(desk.Connector.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("192.168.0.1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("93.184.215.14 127.0.0.1")]
    [InlineData("127.0.0.1 93.184.215.14")]
    public async Task A_name_that_leads_to_a_private_address_is_as_good_as_none(string addresses)
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Resolver.Knows("sly.test.net", addresses);

        var sly = await desk.RefusesAsync(ErrorCode.NotFound, "http://sly.test.net/");
        var missing = await desk.RefusesAsync(ErrorCode.NotFound, "http://gone.test.net/");

        Assert.Equal(missing.Message.Replace("gone", "sly", StringComparison.Ordinal), sly.Message);
        Assert.Empty(desk.Connector.Dialled);
    }

    [Fact]
    public async Task A_name_that_changes_after_it_was_checked_is_not_asked_again()
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Resolver.Knows("rebind.test.net", FetchFixture.Public, "127.0.0.1");

        var resource = await desk.FetchAsync("http://rebind.test.net/a");

        Assert.Equal("hello", resource.Text);
        Assert.Equal(["rebind.test.net"], desk.Resolver.Asked);
        Assert.Equal(0, desk.Secret.Requests);
    }

    [Fact]
    public async Task A_name_that_changes_between_redirects_is_checked_each_time()
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Resolver.Knows("rebind.test.net", FetchFixture.Public, "127.0.0.1");
        desk.Web.Answer = context => RedirectAsync(context, "http://rebind.test.net/again");

        await desk.RefusesAsync(ErrorCode.NotFound, "http://rebind.test.net/a");

        Assert.Equal(2, desk.Resolver.Asked.Count);
        Assert.Equal(1, desk.Web.Requests);
    }

    [Fact]
    public async Task A_second_fetch_does_not_go_over_the_connection_of_the_first()
    {
        await using var desk = await FetchFixture.StartAsync();

        await desk.FetchAsync("http://web.test.net/a");
        await desk.FetchAsync("http://web.test.net/a");

        Assert.Equal(2, desk.Connector.Dialled.Count);
    }

    [Theory]
    [InlineData("http://127.0.0.1/", ErrorCode.Forbidden)]
    [InlineData("http://localhost/", ErrorCode.Forbidden)]
    [InlineData("http://[::ffff:7f00:1]/", ErrorCode.Forbidden)]
    [InlineData("//2130706433/", ErrorCode.Forbidden)]
    [InlineData("http://web.test.net:22/", ErrorCode.Forbidden)]
    [InlineData("http://inside.test.net/", ErrorCode.NotFound)]
    [InlineData("file:///etc/passwd", ErrorCode.FetchFailed)]
    [InlineData("gopher://127.0.0.1/", ErrorCode.FetchFailed)]
    [InlineData("http://web.test.net@127.0.0.1/", ErrorCode.FetchFailed)]
    public async Task A_redirect_into_this_machine_is_not_followed(string location, ErrorCode code)
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Resolver.Knows("inside.test.net", "10.0.0.1");
        desk.Web.Answer = context => RedirectAsync(context, location);

        await desk.RefusesAsync(code, "http://web.test.net/a");

        Assert.Single(desk.Connector.Dialled);
    }

    [Fact]
    public async Task Redirects_are_followed_up_to_a_limit()
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Web.Answer = context => context.Request.Path == "/4"
            ? StandInEndpoint.File(context, "text/plain", "there"u8.ToArray())
            : RedirectAsync(context, $"/{desk.Web.Requests}");

        Assert.Equal("there", (await desk.FetchAsync("http://web.test.net/0")).Text);

        desk.Web.Answer = context => RedirectAsync(context, "/round");
        var endless = await Assert.ThrowsAsync<JarvisException>(() => desk.FetchAsync("http://web.test.net/round"));

        Assert.Equal(ErrorCode.FetchFailed, endless.Code);
        Assert.Equal(5 + 6, desk.Web.Requests);
    }

    [Fact]
    public async Task A_server_that_is_allowed_may_be_of_this_machine()
    {
        await using var desk = await FetchFixture.StartAsync(options => options.AllowedHosts.Add("127.0.0.1:8080"));

        Assert.Equal("secret", (await desk.FetchAsync("http://0x7f.1:8080/a")).Text);
        Assert.Equal(ErrorCode.Forbidden, (await Assert.ThrowsAsync<JarvisException>(() => desk.FetchAsync("http://127.0.0.1/a"))).Code);
        Assert.Equal(ErrorCode.Forbidden, (await Assert.ThrowsAsync<JarvisException>(() => desk.FetchAsync("http://127.0.0.1:8081/a"))).Code);
    }

    [Theory]
    [InlineData(404, ErrorCode.NotFound)]
    [InlineData(410, ErrorCode.NotFound)]
    [InlineData(401, ErrorCode.FetchFailed)]
    [InlineData(403, ErrorCode.FetchFailed)]
    [InlineData(206, ErrorCode.FetchFailed)]
    [InlineData(304, ErrorCode.FetchFailed)]
    [InlineData(500, ErrorCode.FetchFailed)]
    public async Task A_server_that_does_not_give_the_file_is_told_of(int status, ErrorCode code)
    {
        await using var desk = await FetchFixture.StartAsync();
        desk.Web.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        var error = await desk.RefusesAsync(code, "http://web.test.net/cat.png?key=secret");

        Assert.Equal(status >= 500, error.Retryable);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
