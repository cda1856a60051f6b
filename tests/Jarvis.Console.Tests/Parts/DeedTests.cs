using Jarvis.Errors;
using Jarvis.Gateway.Console.Parts;

namespace Jarvis.Console.Tests.Parts;

public sealed class DeedTests
{
    [Fact]
    public async Task A_second_click_while_the_first_is_under_way_does_nothing()
    {
        var deed = new Deed();
        var answer = new TaskCompletionSource();
        var paid = 0;
        Task Pay()
        {
            paid++;
            return answer.Task;
        }

        var first = deed.DoAsync(Pay);
        Assert.True(deed.IsBusy);
        Assert.False(await deed.DoAsync(Pay));
        answer.SetResult();

        Assert.True(await first);
        Assert.False(deed.IsBusy);
        Assert.Equal(1, paid);
        Assert.True(await deed.DoAsync(Pay));
    }

    [Fact]
    public async Task What_failed_is_told_of_until_the_next_try_and_stands_in_nobodys_way()
    {
        var deed = new Deed();

        Assert.False(await deed.DoAsync(() => throw new JarvisException(ErrorCode.Overloaded, "Too much is being done.")));
        Assert.Equal("Too much is being done.", deed.Problem);
        Assert.False(deed.IsBusy);

        Assert.True(await deed.DoAsync(() => Task.CompletedTask));
        Assert.Null(deed.Problem);
    }
}
