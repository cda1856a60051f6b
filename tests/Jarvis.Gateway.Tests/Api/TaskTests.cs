using System.Net;
using System.Net.Http.Json;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Serialization;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Api;

public sealed class TaskTests
{
    [Fact]
    public async Task A_task_runs_without_a_plan_and_leaves_no_conversation()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var run = await client.PostAsJsonAsync("/v1/tasks/summarization", new { arguments = new { text = "long story" } });
        Assert.Equal(HttpStatusCode.OK, run.StatusCode);
        var result = await ReadAsync(run, JarvisJsonContext.Default.TaskResult);
        Assert.Equal("echo(long story)", result.Outputs["text"].Single().Text);
        var list = await client.GetFromJsonAsync("/v1/conversations", JarvisJsonContext.Default.ListPageConversationListItem);
        Assert.Empty(list!.Data);
    }

    [Theory]
    [InlineData("boil-water", """{"arguments":{"text":"a"}}""", ErrorCode.NotFound)]
    [InlineData("summarization", """{"arguments":{}}""", ErrorCode.PlanInvalid)]
    [InlineData("summarization", """{"arguments":{"text":{"file":"a"}}}""", ErrorCode.InvalidRequest)]
    [InlineData("summarization", """{"arguments":{"text":"\ud800"}}""", ErrorCode.InvalidRequest)]
    [InlineData("summarization", """{"arguments":{"text":{"resource":"0000000000000000000000000000000000000000000000000000000000000000"}}}""", ErrorCode.NotFound)]
    [InlineData("summarization", """{"arguments":{"text":"a"},"model":"nobody"}""", ErrorCode.ModelUnavailable)]
    [InlineData("summarization", """{"arguments":{"text":"a"},"timeout":"-00:00:01"}""", ErrorCode.InvalidRequest)]
    public async Task A_task_that_cannot_be_says_why(string type, string body, ErrorCode code)
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var run = await client.PostAsync($"/v1/tasks/{type}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(code, (await ProblemAsync(run)).Code);
    }

    [Fact]
    public async Task Who_goes_before_the_end_has_the_task_cancelled()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(Echo with
        {
            Runner = new ScriptedRunner(async (_, _, cancellationToken) =>
            {
                await using var noted = cancellationToken.Register(() => cancelled.TrySetResult());
                started.TrySetResult();
                await cancelled.Task;
                return ModelOutcome.Failure(new JarvisError(ErrorCode.Cancelled, "stopped"));
            }),
        });
        using var client = await server.ClientAsync(Acme);
        using var leave = new CancellationTokenSource();
        var run = client.PostAsJsonAsync("/v1/tasks/summarization", new { arguments = new { text = "a" } }, leave.Token);
        await started.Task;
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task What_came_through_too_many_servers_is_not_taken()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        client.DefaultRequestHeaders.Add("Jarvis-Hops", "4");
        using var run = await client.PostAsJsonAsync("/v1/tasks/summarization", new { arguments = new { text = "a" } });
        Assert.Equal(ErrorCode.InvalidRequest, (await ProblemAsync(run)).Code);
    }
}
