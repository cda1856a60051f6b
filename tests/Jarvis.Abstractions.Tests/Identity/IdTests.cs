using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Serialization;

namespace Jarvis.Abstractions.Tests.Identity;

public sealed class IdTests
{
    public static TheoryData<string?> Hostile =>
    [
        null, "", " ", ".", "..", "../x", "a/../b", "/", "//", "a/", "/a", "a//b", "a\\b", "a\0b", "a\nb", "a b", "a:b", "a%2fb", "ä", "а", "\ud83d\ude00", "a\u202eb",
        "a?b", "a#b", "a'b", "a\"b", "a;b", new string('a', 129), $"a/{new string('b', 129)}", new string('a', 1 << 20), "１", "٣",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Text_that_is_no_id_makes_none(string? text)
    {
        Refused<TenantId>(text);
        Refused<ConversationId>(text);
        Refused<ModelId>(text);
        Refused<ResourceId>(text);
        Refused<DeviceId>(text);
        Refused<ConversationId>($"local/{text}");
        Refused<TurnId>($"local/talk/{text}");
        Refused<TaskId>($"local/talk/1/{text}");
        Refused<DeviceId>($"cuda:{text}");
    }

    [Theory]
    [InlineData("local/talk/0")]
    [InlineData("local/talk/-1")]
    [InlineData("local/talk/+1")]
    [InlineData("local/talk/1.0")]
    [InlineData("local/talk/2147483648")]
    [InlineData("local/talk")]
    public void A_turn_is_numbered_from_one(string text) => Refused<TurnId>(text);

    [Theory]
    [InlineData("local/talk/1/-1")]
    [InlineData("local/talk/0/1")]
    [InlineData("local/talk/1")]
    public void A_task_is_numbered_from_zero(string text) => Refused<TaskId>(text);

    [Fact]
    public void An_id_is_what_its_text_says()
    {
        Same<TenantId>("a-b_c.D9");
        Same<ConversationId>("acme/talk.1");
        Same<TurnId>("acme/talk/2147483647");
        Same<TaskId>("acme/talk/1/0");
        Same<ModelId>("maker/model-1.0");
        Same<ModelId>("model");
        Same<DeviceId>("cpu");
        Same<DeviceId>("remote");
        Same<DeviceId>("cuda:0");
        Same<ResourceId>(new string('0', 64));
        Same<TenantId>(new string('a', 128));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"../x\"")]
    public void JSON_that_is_no_id_is_refused(string json)
    {
        // A lineage is the smallest message that names a model.
        var message = $$"""{"task":"acme/talk/1/0","model":{{json}},"of":[]}""";

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(message, JarvisJsonContext.Default.Lineage));
    }

    private static void Refused<T>(string? text)
        where T : struct, IParsable<T>
    {
        Assert.False(T.TryParse(text, null, out var id), $"'{text}' is taken for a {typeof(T).Name}.");
        Assert.Equal(default, id);
        var refused = Assert.Throws<JarvisException>(() => T.Parse(text!, null));
        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.InRange(refused.Message.Length, 1, 200);
        // It is shown in terminals and logs.
        Assert.DoesNotContain(refused.Message, c => char.IsControl(c) || char.IsSurrogate(c) || c == '\u202e');
    }

    private static void Same<T>(string text)
        where T : struct, IParsable<T>
    {
        Assert.Equal(text, T.Parse(text, null).ToString());
        Assert.Equal(T.Parse(text, null), T.Parse(text, null));
    }
}
