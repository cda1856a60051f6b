using Jarvis.Identity;
using Jarvis.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Resources;

public sealed class CollectionScheduleTests
{
    private static readonly TenantId Acme = new("acme");

    private readonly FakeTimeProvider _time = new(new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task It_collects_while_every_while_and_ends_with_the_host()
    {
        var options = Options.Create(new ResourceStoreOptions { UnusedLifetime = TimeSpan.FromHours(1), CollectEvery = TimeSpan.FromHours(2) });
        using var store = new InMemoryResourceStore(time: _time);
        var removed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var collector = new ResourceCollector(store, new InMemoryStateStore(), options, _time)
        {
            Between = (step, _) =>
            {
                if (step == CollectionStep.Removed)
                    removed.TrySetResult();

                return ValueTask.CompletedTask;
            },
        };
        var added = await store.AddAsync(Acme, new MemoryStream("old"u8.ToArray()), new("old.txt"), default);
        var schedule = new CollectionSchedule(collector, options, _time, NullLogger<CollectionSchedule>.Instance);
        schedule.Start();
        schedule.Start();
        Assert.NotNull(await store.FindAsync(Acme, added.Id, default));

        _time.Advance(TimeSpan.FromHours(2));
        await removed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await schedule.DisposeAsync();

        Assert.Null(await store.FindAsync(Acme, added.Id, default));
    }
}
