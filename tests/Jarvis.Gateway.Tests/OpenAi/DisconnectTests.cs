using System.Net.Http.Json;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Gateway.Tests.Clients;
using Jarvis.Planning;
using Jarvis.Serialization;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.OpenAi;

public sealed class DisconnectTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_nobody_can_ask_for_again_is_cancelled_with_its_connection_and_is_gone(bool isStreamed)
    {
        var (planning, cancelled) = (Signal(), Signal());
        await using var server = await StartAsync(ClientHost.Setup with { Planner = Waiting(planning, cancelled) });
        using var client = await server.ClientAsync(Acme);
        using var leave = new CancellationTokenSource();
        var ask = AskAsync(client, "/openai/v1/chat/completions", new { model = "jarvis", stream = isStreamed, messages = new[] { new { role = "user", content = "wait" } } }, leave.Token);
        await planning.Task;
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ask);
        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_is_stored_goes_on_when_its_caller_goes()
    {
        var (planning, cancelled) = (Signal(), Signal());
        await using var server = await StartAsync(ClientHost.Setup with { Planner = Waiting(planning, cancelled) });
        using var client = await server.ClientAsync(Acme);
        using var leave = new CancellationTokenSource();
        var ask = AskAsync(client, "/openai/v1/responses", new { model = "jarvis", input = "wait", stream = true }, leave.Token);
        await planning.Task;
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ask);
        var list = await client.GetFromJsonAsync("/v1/conversations", JarvisJsonContext.Default.ListPageConversationListItem);
        var turn = await server.Jarvis.GetTurnAsync(Assert.Single(list!.Data).Id.Turn(1), default);
        Assert.Equal(TurnStatus.Open, turn.Status);
        Assert.False(cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task A_chat_completion_leaves_no_conversation()
    {
        await using var server = await ClientHost.StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var answer = await client.PostAsJsonAsync("/openai/v1/chat/completions", new { model = "jarvis", messages = new[] { new { role = "user", content = "hello" } } });
        Assert.True(answer.IsSuccessStatusCode);
        var list = await client.GetFromJsonAsync("/v1/conversations", JarvisJsonContext.Default.ListPageConversationListItem);
        Assert.Empty(list!.Data);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ScriptedPlanner Waiting(TaskCompletionSource planning, TaskCompletionSource cancelled) => new((_, cancellationToken) => Wait(planning, cancelled, cancellationToken));

    private static async IAsyncEnumerable<PlanStep> Wait(
        TaskCompletionSource planning, TaskCompletionSource cancelled, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var noted = cancellationToken.Register(() => cancelled.TrySetResult());
        planning.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }

    /// <summary>Reads to the end of what comes.</summary>
    private static async Task AskAsync(HttpClient client, string path, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
