using Jarvis.Answers;

namespace Jarvis.Core.Tests.Answers;

public sealed class ContinuationTests
{
    private const string Whole = "The receipt says that bread costs 2.40 and milk 1.20. Bread and milk were bought on Monday.";

    [Fact]
    public void An_answer_is_the_same_wherever_it_broke_and_however_much_of_it_is_repeated()
    {
        for (var broke = 1; broke < Whole.Length; broke++)
        {
            var written = Whole[..broke];
            foreach (var repeated in (int[])[0, 8, 20, broke])
            {
                // Fewer characters than are compared may be the same by chance.
                if (repeated <= broke)
                {
                    Assert.Equal(Whole, written + Join(written, Whole[(broke - repeated)..]));
                }
            }
        }
    }

    [Fact]
    public void Words_that_only_begin_alike_are_kept() =>
        Assert.Equal("Bread is dear.", Join("We bought bread. Bread is cheap. ", "Bread is dear."));

    [Fact]
    public void A_short_end_that_is_the_same_by_chance_is_kept() => Assert.Equal("each day.", Join("They will see", "each day."));

    [Fact]
    public void Text_is_held_back_only_while_it_may_be_a_repetition()
    {
        var continuation = new Continuation("one two three four");

        Assert.Equal("", continuation.Push("three"));
        Assert.Equal("three things", continuation.Push(" things"));
        Assert.Equal(" four", continuation.Push(" four"));
        Assert.Equal("", continuation.Finish());
    }

    private static string Join(string written, string piece)
    {
        var continuation = new Continuation(written);
        return string.Concat(piece.Select(c => continuation.Push(c.ToString()))) + continuation.Finish();
    }
}
