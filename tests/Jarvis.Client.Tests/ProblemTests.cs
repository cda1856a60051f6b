using System.Text.Json;
using Jarvis.Client.Tests.Support;
using Jarvis.Errors;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Jarvis.Client.Tests.Support.StubServer;

namespace Jarvis.Client.Tests;

/// <summary>What a server refuses, and what of it a caller sees.</summary>
public sealed class ProblemTests
{
    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_error_keeps_its_code_its_words_and_the_name_of_its_request(ErrorCode code)
    {
        var problem = new Problem("urn:a", "a", 418, "What is wrong,\nand what to do.", code) { RequestId = "r-7", Retryable = true, RetryAfter = TimeSpan.FromHours(2) };
        await using var server = await StartAsync(Json(JsonSerializer.Serialize(problem, JarvisJsonContext.Default.Problem), 418, "application/problem+json; charset=utf-8"));
        await using var client = new TestClient(server.Address);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());

        Assert.Equal((code, problem.Detail, true, TimeSpan.FromHours(2), "r-7"), (told.Code, told.Message, told.Retryable, told.RetryAfter, told.RequestId));
    }

    [Theory]
    [InlineData(401, ErrorCode.Unauthorized)]
    [InlineData(403, ErrorCode.Forbidden)]
    [InlineData(404, ErrorCode.FetchFailed)]
    [InlineData(413, ErrorCode.TooLarge)]
    [InlineData(429, ErrorCode.QuotaExceeded)]
    [InlineData(500, ErrorCode.FetchFailed)]
    [InlineData(502, ErrorCode.FetchFailed)]
    [InlineData(503, ErrorCode.Overloaded)]
    [InlineData(504, ErrorCode.DeadlineExceeded)]
    [InlineData(302, ErrorCode.FetchFailed)]
    public async Task What_something_on_the_way_answers_is_explained(int status, ErrorCode code)
    {
        await using var server = await StartAsync(Json("<html>", status, "text/html", headers => headers["X-Request-Id"] = "r-9"));
        await using var client = new TestClient(server.Address, options => options.Retries = 0);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());

        Assert.Equal((code, "r-9"), (told.Code, told.RequestId));
        Assert.Contains(server.Address.ToString(), told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"code\":\"of_a_newer_jarvis\",\"type\":\"a\",\"title\":\"a\",\"status\":400,\"detail\":\"a\"}")]
    public async Task A_problem_that_cannot_be_read_is_one_all_the_same(string problem)
    {
        await using var server = await StartAsync(Json(problem, 400, "application/problem+json"));
        await using var client = new TestClient(server.Address);

        Assert.Equal(ErrorCode.FetchFailed, (await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync())).Code);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_key_stays_here()
    {
        await using var other = await StartAsync(Json("{}"));
        await using var server = await StartAsync(context =>
        {
            context.Response.Redirect(other.Address.ToString(), permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var client = new TestClient(server.Address, options => options.Key = TestClient.Key);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());

        Assert.Contains("set Address to where Jarvis is itself", told.Message, StringComparison.Ordinal);
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task The_key_is_in_no_error_and_no_log_whatever_the_server_says()
    {
        var log = new KeptLog();
        var seen = "";
        await using var server = await StartAsync(context =>
        {
            seen = context.Request.Headers.Authorization.ToString();
            return Json($$"""{"type":"a","title":"a","status":400,"detail":"You sent {{TestClient.Key}} \u001b[31m","code":"invalid_request","requestId":"{{new string('x', 5000)}}"}""", 400, "application/problem+json")(context);
        });
        await using var client = new TestClient(server.Address, options => options.Key = TestClient.Key, services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());

        Assert.Equal($"Bearer {TestClient.Key}", seen);
        Assert.Equal("You sent (the key) \uFFFD[31m", told.Message);
        Assert.DoesNotContain(TestClient.Key, told.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(TestClient.Key, StringComparison.Ordinal));
        Assert.Null(told.RequestId);
    }
}
