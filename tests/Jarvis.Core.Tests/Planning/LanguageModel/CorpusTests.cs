using Jarvis.Planning;

namespace Jarvis.Core.Tests.Planning.LanguageModel;

public sealed class CorpusTests
{
    public static TheoryData<string> Names => [.. CorpusPlan.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reply_as_models_write_them_comes_to_the_plan_that_was_meant(string name)
    {
        var corpus = CorpusPlan.Load(name);
        var read = ReadPlan.Of(corpus.Reply, corpus.Resources);

        Assert.Equal(corpus.Plan, PlanNotation.Write(read.Tasks, corpus.Resources));
        Assert.Equal(corpus.Dropped, string.Join(" | ", read.Dropped));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reply_that_comes_character_by_character_comes_to_the_same(string name)
    {
        var corpus = CorpusPlan.Load(name);

        var whole = ReadPlan.Of(corpus.Reply, corpus.Resources);
        var streamed = ReadPlan.Of(corpus.Reply, corpus.Resources, Enumerable.Range(0, corpus.Reply.Length));

        Assert.Equal(whole.Notation(corpus.Resources), streamed.Notation(corpus.Resources));
    }

    [Fact]
    public void A_task_is_there_with_the_character_that_closes_its_object()
    {
        var corpus = CorpusPlan.Load("own-form");
        var end = corpus.Reply.IndexOf("}}", StringComparison.Ordinal) + 2;

        Assert.Empty(ReadPlan.Of(corpus.Reply[..(end - 1)], corpus.Resources).Tasks);
        Assert.Equal([TaskTypes.ImageToText], ReadPlan.Of(corpus.Reply[..end], corpus.Resources).Tasks.Select(task => task.Type));
    }
}
