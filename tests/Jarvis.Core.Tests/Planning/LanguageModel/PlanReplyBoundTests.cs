using Jarvis.Planning.LanguageModel;

namespace Jarvis.Core.Tests.Planning.LanguageModel;

/// <summary>How much of a language model's reply is read.</summary>
public sealed class PlanReplyBoundTests
{
    private const string Task = """{"task":"text-to-speech","id":ID,"dep":[],"args":{"text":"hello"}}""";

    [Fact]
    public void A_reply_is_read_up_to_a_limit()
    {
        var parser = new StreamedPlanParser(new PlanReferences([]));
        Assert.Empty(parser.Feed(new string(' ', StreamedPlanParser.MaxReply - 1)));
        Assert.False(parser.IsFull);

        Assert.Empty(parser.Feed($"[{Task.Replace("ID", "0", StringComparison.Ordinal)}]"));

        Assert.True(parser.IsFull);
        Assert.Empty(parser.Feed(Task.Replace("ID", "1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tasks_of_a_reply_are_read_up_to_a_limit()
    {
        var tasks = Enumerable.Range(0, 1000).Select(id => Task.Replace("ID", $"{id}", StringComparison.Ordinal));

        var read = ReadPlan.Of($"{{\"tasks\":[{string.Join(',', tasks)}]}}", []);

        Assert.Equal(StreamedPlanParser.MaxTasks, read.Tasks.Length);
        Assert.Equal(1000 - StreamedPlanParser.MaxTasks, read.Left);
    }

    [Theory]
    [InlineData("long")]
    [InlineData("deep")]
    public void An_object_that_is_too_long_or_too_deep_is_left_out_and_the_next_is_read(string how)
    {
        var wrong = how == "long"
            ? Task.Replace("hello", new string('a', LooseJsonReader.MaxLength), StringComparison.Ordinal).Replace("ID", "0", StringComparison.Ordinal)
            : $"{{\"a\":{new string('[', 1000)}{new string(']', 1000)}}}";

        var read = ReadPlan.Of($"{{\"tasks\":[{wrong},{Task.Replace("ID", "1", StringComparison.Ordinal)}]}}", []);

        Assert.Equal(1, Assert.Single(read.Tasks).Id);
    }
}
