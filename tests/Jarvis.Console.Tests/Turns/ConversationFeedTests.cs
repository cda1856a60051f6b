using Jarvis.Console.Tests.Testing;
using Jarvis.Conversations;
using Jarvis.Gateway.Console.Turns;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Console.Tests.Turns;

public sealed class ConversationFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_happened_is_there_at_once_and_the_rest_comes_in_bundles()
    {
        var receipt = new Receipt();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        var picture = await UploadAsync(server.Jarvis);
        var conversation = new ConversationId(TenantId.Local, "feed");
        await server.Jarvis.SubmitAsync(conversation, new TurnRequest("Read it") { Attachments = [picture] }, default);
        await using var feed = new ConversationFeed(server.Jarvis, TimeProvider.System, conversation);
        Assert.True(await feed.CatchUpAsync(default));
        Assert.Equal("Read it", feed.View.Newest!.Request);

        var ended = new TaskCompletionSource();
        var bundles = 0;
        feed.Follow(() =>
        {
            bundles++;
            feed.Take();
            if (!feed.View.Newest!.IsOpen)
            {
                ended.TrySetResult();
            }

            return Task.CompletedTask;
        });
        receipt.Read();
        await ended.Task.WaitAsync(Patience);

        Assert.Equal((await server.Jarvis.GetAsync(conversation, default)).LastSequence, feed.View.Sequence);
        Assert.True(bundles < feed.View.Sequence);
    }

    [Fact]
    public async Task Whoever_ends_it_once_more_may()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup);
        var feed = new ConversationFeed(server.Jarvis, TimeProvider.System, new ConversationId(TenantId.Local, "none"));
        feed.Follow(() => Task.CompletedTask);

        await feed.DisposeAsync();
        await feed.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_that_is_deleted_is_told_of()
    {
        var receipt = new Receipt();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        var conversation = new ConversationId(TenantId.Local, "gone");
        await server.Jarvis.SubmitAsync(conversation, new TurnRequest("Read it") { Attachments = [await UploadAsync(server.Jarvis)] }, default);
        await using var feed = new ConversationFeed(server.Jarvis, TimeProvider.System, conversation);
        await feed.CatchUpAsync(default);
        var told = new TaskCompletionSource();
        feed.Follow(() =>
        {
            feed.Take();
            if (feed.Broken is not null)
            {
                told.TrySetResult();
            }

            return Task.CompletedTask;
        });

        await server.Jarvis.DeleteConversationAsync(conversation, default);

        await told.Task.WaitAsync(Patience);
        Assert.Equal(Errors.ErrorCode.NotFound, feed.Broken!.Code);
    }

    private static async Task<Resource> UploadAsync(IJarvis jarvis)
    {
        await using var picture = File.OpenRead(Place.Sample("receipt.png"));
        return await jarvis.UploadAsync(TenantId.Local, picture, "receipt.png", default);
    }
}
