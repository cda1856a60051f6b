using System.Net;
using Jarvis.Errors;
using Jarvis.Gateway.Limits;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Limits;

public sealed class RateTests
{
    [Fact]
    public async Task One_request_more_than_a_caller_may_send_is_refused_until_the_minute_ends_and_others_go_on()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 48, TimeSpan.Zero));
        await using var server = await StartAsync(Echo with { Time = time }, options => options.RequestsPerMinute = 3);
        using var client = await server.ClientAsync(Acme);
        for (var left = 2; left >= 0; left--)
        {
            using var allowed = await client.GetAsync("/v1/conversations");
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
            Assert.Equal(["\"caller\";q=3;w=60"], allowed.Headers.GetValues("RateLimit-Policy"));
            Assert.Equal([$"\"caller\";r={left};t=12"], allowed.Headers.GetValues("RateLimit"));
        }

        using var refused = await client.GetAsync("/v1/conversations");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(12), refused.Headers.RetryAfter?.Delta);
        var problem = await ProblemAsync(refused);
        Assert.Equal((ErrorCode.QuotaExceeded, true), (problem.Code, problem.Retryable));

        using var other = await server.ClientAsync(Rival);
        using var others = await other.GetAsync("/v1/conversations");
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        time.Advance(TimeSpan.FromSeconds(12));
        using var again = await client.GetAsync("/v1/conversations");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Who_tries_keys_is_counted_by_address()
    {
        var time = new FakeTimeProvider();
        await using var server = await StartAsync(Echo with { Time = time }, options => options.RequestsPerMinute = 3);
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer jv_guess");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await client.GetAsync("/v1/conversations");
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 3), HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public void Addresses_beyond_those_that_are_counted_apart_share_a_count_and_keys_have_theirs()
    {
        var rates = new CallerRates(Options.Create(new GatewayOptions { RequestsPerMinute = 1 }), new FakeTimeProvider());
        for (var number = 0; number < CallerRates.MaxAddresses; number++)
        {
            rates.Take(From(new IPAddress(number)), caller: null);
        }

        rates.Take(From(IPAddress.Parse("203.0.113.1")), caller: null);
        Assert.Throws<JarvisException>(() => rates.Take(From(IPAddress.Parse("203.0.113.2")), caller: null));
        rates.Take(From(IPAddress.Parse("203.0.113.3")), new Caller(Acme, "a", []));
        rates.Take(From(IPAddress.Parse("203.0.113.3")), new Caller(Rival, "b", []));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:203.0.113.1", "203.0.113.1", true)]
    [InlineData("::ffff:203.0.113.1", "::ffff:203.0.113.2", false)]
    public void Addresses_that_one_caller_may_well_have_share_a_count(string first, string second, bool isShared)
    {
        var rates = new CallerRates(Options.Create(new GatewayOptions { RequestsPerMinute = 1 }), new FakeTimeProvider());
        rates.Take(From(IPAddress.Parse(first)), caller: null);

        Assert.Equal(isShared, Record.Exception(() => rates.Take(From(IPAddress.Parse(second)), caller: null)) is JarvisException { Code: ErrorCode.QuotaExceeded });
    }

    private static DefaultHttpContext From(IPAddress address) => new() { Connection = { RemoteIpAddress = address } };

    [Fact]
    public async Task One_stream_more_than_a_caller_may_have_open_is_refused_until_one_ends()
    {
        await using var server = await StartAsync(configure: options => options.MaxEventStreams = 1);
        using var client = await server.ClientAsync(Acme);
        using var asked = await client.PostAsync("/v1/conversations/a/turns", new StringContent("""{"text":"hello"}""", System.Text.Encoding.UTF8, "application/json"));
        asked.EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/event-stream");
        using var open = await client.GetAsync("/v1/conversations/a/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        using var second = await client.GetAsync("/v1/conversations/a/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        using var other = await server.ClientAsync(Rival);
        using var others = await other.PostAsync("/v1/conversations", new StringContent("""{"text":"hello"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Accepted, others.StatusCode);
    }
}
