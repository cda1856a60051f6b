using Jarvis.Conversations;

namespace Jarvis.Core.Tests.Conversations;

public sealed class ReportStampsTests
{
    [Fact]
    public void Each_report_is_taken_once_also_where_some_overtake_others()
    {
        var stamps = new ReportStamps();
        var all = Enumerable.Range(0, 5).Select(_ => stamps.Next()).ToArray();
        int[] order = [0, 3, 0, 1, 3, 4, 2, 1, 4, 2, 0];

        Assert.Equal([0, 3, 1, 4, 2], order.Where(number => stamps.Takes(all[number])));
    }

    [Fact]
    public void A_report_of_another_source_is_not_taken() => Assert.False(new ReportStamps().Takes(new ReportStamps().Next()));
}
