using Jarvis.Errors;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Security;
using Jarvis.Resources;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Asking;

public sealed class AnswerTextTests
{
    private static readonly string Id = new('a', 64);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public async Task Citations_are_links_however_the_pieces_fall(int length)
    {
        await using var server = await StartAsync();
        var (text, links) = Of(server);
        var whole = $"resource: none, [a](resource:{Id}) and (resource:{Id[..^1]}z) reso";
        var told = string.Concat(whole.Chunk(length).Select(piece => text.Push(new string(piece)))) + text.Finish(whole);
        Assert.Equal(links.Show(whole), told);
        Assert.Contains("[a](http://127.0.0.1/v1/links/", told, StringComparison.Ordinal);
        Assert.Equal(whole, FileLinks.Hide(told));
    }

    [Fact]
    public async Task An_answer_that_begins_anew_goes_on_where_it_is_the_same_and_is_refused_where_not()
    {
        await using var server = await StartAsync();
        var (text, _) = Of(server);
        Assert.Equal("one ", text.Push("one "));
        text.BeginAnew();
        Assert.Equal("", text.Push("one two"));
        Assert.Equal("two", text.Finish("one two"));

        (text, _) = Of(server);
        text.Push("one ");
        text.BeginAnew();
        Assert.Equal(ErrorCode.Overloaded, Assert.Throws<JarvisException>(() => text.Finish("another")).Code);
    }

    [Fact]
    public async Task What_was_told_stays_where_the_check_took_a_citation_out()
    {
        await using var server = await StartAsync();
        var (text, _) = Of(server);
        Assert.Equal("see [a](", text.Push("see [a](reso"));
        Assert.Equal("reso", text.Finish("see a"));
    }

    private static (AnswerText Text, FileLinks Links) Of(GatewayServer server)
    {
        var context = new DefaultHttpContext { RequestServices = server.Services };
        (context.Request.Scheme, context.Request.Host) = ("http", new HostString("127.0.0.1"));
        context.Features.Set(new Caller(Acme, "key", [KeyScope.Use]));
        Assert.Equal(Acme, context.Caller().Tenant);
        var links = new FileLinks(context, server.Services.GetRequiredService<SignedLinks>(), TimeSpan.FromHours(1));
        return (new AnswerText(links), links);
    }
}
