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
    public void Callers_beyond_those_that_are_counted_apart_share_a_count()
    {
        var rates = new CallerRates(Options.Create(new GatewayOptions { RequestsPerMinute = 1 }), new FakeTimeProvider());
        for (var number = 0; number < CallerRates.MaxCallers; number++)
        {
            rates.Take(new DefaultHttpContext(), new Caller(Acme, $"{number}", []));
        }

        rates.Take(new DefaultHttpContext(), new Caller(Acme, "one more", []));
        Assert.Throws<JarvisException>(() => rates.Take(new DefaultHttpContext(), new Caller(Rival, "and one more", [])));
    }

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
