using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Jarvis.Orleans.Tests.Calls;

public sealed class MessageCodecTests
{
    private static readonly ConversationEvent Message = new TurnFinished(TurnStatus.Answered)
    {
        Turn = 3,
        Sequence = 17,
    };

    private static readonly TurnReceipt Receipt = new(new TurnId(new ConversationId(TenantId.Local, "c"), 3), 1);

    [Fact]
    public void Silos_that_have_it_and_silos_that_have_not_understand_each_other()
    {
        var (ours, theirs) = (Ours(), Theirs());

        Assert.Equal(theirs.SerializeToArray<object>(Message), ours.SerializeToArray<object>(Message));
        Assert.Equal(Message, ours.Deserialize<object>(theirs.SerializeToArray<object>(Message)));
        Assert.Equal(Message, theirs.Deserialize<object>(ours.SerializeToArray<object>(Message)));
    }

    [Fact]
    public void The_same_message_twice_is_one_when_it_is_read()
    {
        var serializer = Ours();

        var read = serializer.Deserialize<List<object>>(serializer.SerializeToArray(new List<object> { Message, Message, Receipt }))!;

        Assert.Same(read[0], read[1]);
        Assert.Equal(Receipt, read[2]);
    }

    [Fact]
    public void What_is_no_message_is_not_read()
    {
        var foreign = new ServiceCollection()
            .AddSerializer(builder => builder.AddJsonSerializer(static type => type == typeof(NoMessage)))
            .BuildServiceProvider().GetRequiredService<Serializer>();

        Assert.ThrowsAny<Exception>(() => Ours().Deserialize<object>(foreign.SerializeToArray<object>(new NoMessage("x"))));
        // One that the serializer has nothing against.
        Assert.Throws<InvalidOperationException>(() => Ours().Deserialize<object>(foreign.SerializeToArray<object>(JsonSerializer.SerializeToElement(1))));
    }

    private static Serializer Ours() => new ServiceCollection().AddJarvisClusterClient().BuildServiceProvider().GetRequiredService<Serializer>();

    private static Serializer Theirs() => new ServiceCollection()
        .AddSerializer(builder => builder.AddJsonSerializer(
            static type => JarvisJsonContext.Default.GetTypeInfo(type) is not null, new JsonSerializerOptions(JarvisJsonContext.Default.Options)))
        .BuildServiceProvider().GetRequiredService<Serializer>();

    private sealed record NoMessage(string Text);
}
