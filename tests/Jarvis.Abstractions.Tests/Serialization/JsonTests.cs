using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Serialization;
using Jarvis.Tasks;

namespace Jarvis.Abstractions.Tests.Serialization;

public sealed class JsonTests
{
    public static TheoryData<int> Messages => [.. Enumerable.Range(0, Samples.Messages.Length)];

    public static TheoryData<int> Events => [.. Enumerable.Range(0, Samples.Events.Length)];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_comes_back_as_it_was(int number)
    {
        var happened = Samples.Events[number];

        Assert.Equivalent(happened, Read(Write(happened), typeof(ConversationEvent)), strict: true);
        if (happened is TaskEvent)
        {
            Assert.Equivalent(happened, Read(Write(happened, typeof(TaskEvent)), typeof(TaskEvent)), strict: true);
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_comes_back_as_it_was(int number)
    {
        var message = Samples.Messages[number];

        Assert.Equivalent(message, Read(Write(message), Root(message)), strict: true);
    }

    [Fact]
    public void There_is_a_sample_of_every_event_and_every_report()
    {
        Type[] open = [typeof(ConversationEvent), typeof(AttemptReport), typeof(TurnCommand)];
        var derived = open.SelectMany(type => type.GetCustomAttributes<JsonDerivedTypeAttribute>()).Select(attribute => attribute.DerivedType);

        Assert.Empty(derived.Except(Samples.Events.Select(happened => happened.GetType())).Except(Samples.Messages.Select(message => message.GetType())));
    }

    [Fact]
    public void There_is_a_sample_of_everything_that_travels_by_itself()
    {
        var roots = typeof(JarvisJsonContext).GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
            .Where(type => !type.IsValueType);

        Assert.Empty(roots.Except(Samples.Events.Concat(Samples.Messages).Select(Root)));
    }

    [Fact]
    public void What_lacks_a_member_is_refused_or_is_whole_without_it() => AssertSafe(
        (parent, name) => parent.Remove(name));

    [Fact]
    public void What_has_null_for_a_member_is_refused_or_is_whole_with_it() => AssertSafe(
        (parent, name) => parent[name] = null);

    [Fact]
    public void What_has_a_number_or_an_object_for_a_member_is_refused_or_is_whole_with_it()
    {
        AssertSafe((parent, name) => parent[name] = -1);
        AssertSafe((parent, name) => parent[name] = new JsonObject());
    }

    [Theory]
    [InlineData("""{"type":"turn-exploded"}""")]
    [InlineData("""{"text":"no type"}""")]
    [InlineData("""{"type":"task-failed","task":0}""")]
    [InlineData("[]")]
    [InlineData("null ")]
    public void What_is_no_event_is_refused(string json)
    {
        try
        {
            Assert.Null(Read(json, typeof(ConversationEvent)));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return;
        }

        Assert.Equal("null ", json);
    }

    /// <summary>Spoils each member of each sample in turn: what is read then can be written and read again, or nothing was read.</summary>
    private static void AssertSafe(Action<JsonObject, string> spoil)
    {
        foreach (var sample in Samples.Events.Concat(Samples.Messages))
        {
            var members = Objects(JsonNode.Parse(Write(sample))!).SelectMany((member, index) => member.Select(property => (index, property.Key))).ToList();
            foreach (var (index, name) in members)
            {
                var json = JsonNode.Parse(Write(sample))!;
                spoil(Objects(json).ElementAt(index), name);
                object? read;
                try
                {
                    read = Read(json.ToJsonString(), Root(sample));
                }
                catch (Exception exception) when (exception is JsonException or NotSupportedException)
                {
                    continue;
                }

                var written = Record.Exception(() => Read(Write(read!), Root(sample)));
                Assert.True(written is null, $"{sample.GetType().Name} with a spoiled {name} was read: {json.ToJsonString()} {written}");
            }
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode node)
    {
        var inner = node switch
        {
            JsonObject properties => properties.Select(property => property.Value),
            JsonArray items => items,
            _ => [],
        };
        var below = inner.OfType<JsonNode>().SelectMany(Objects);
        return node is JsonObject self ? below.Prepend(self) : below;
    }

    private static Type Root(object message) => message switch
    {
        ConversationEvent => typeof(ConversationEvent),
        AttemptReport => typeof(AttemptReport),
        TurnCommand => typeof(TurnCommand),
        _ => message.GetType(),
    };

    private static string Write(object message, Type? type = null) => JsonSerializer.Serialize(message, Info(type ?? Root(message)));

    private static object? Read(string json, Type type) => JsonSerializer.Deserialize(json, Info(type));

    private static JsonTypeInfo Info(Type type) => JarvisJsonContext.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not known.");
}
