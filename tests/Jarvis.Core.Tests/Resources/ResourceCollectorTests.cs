using System.Collections.Concurrent;
using System.Text;
using FsCheck.Xunit;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.State;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Resources;

public sealed class ResourceCollectorTests : IDisposable
{
    private static readonly TenantId Acme = new("acme");
    private static readonly TenantId Other = new("other");

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-test-").FullName;
    private readonly FakeTimeProvider _time = new(new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly ResourceStoreOptions _options;
    private readonly InMemoryStateStore _state = new();
    private readonly FileResourceStore _store;
    private readonly ResourceCollector _collector;
    private int _documents;

    public ResourceCollectorTests()
    {
        _options = new() { Directory = _folder, UnusedLifetime = TimeSpan.FromHours(1) };
        _store = new(Options.Create(_options), _time);
        _collector = new(_store, _state, Options.Create(_options), _time);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_no_document_of_its_tenant_names_is_removed_once_nobody_has_used_it_for_its_lifetime()
    {
        var (named, unnamed) = (await AddAsync("named"), await AddAsync("unnamed"));
        var elsewhere = await AddAsync("named", Other);
        await NameAsync(named);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, (await _collector.CollectAsync(null, default)).Removed);
        var young = await AddAsync("young");
        _time.Advance(TimeSpan.FromMinutes(1));

        var report = await _collector.CollectAsync(null, default);

        Assert.Equal(new CollectionReport(4, 2, "unnamed".Length + "named".Length, 0), report);
        Assert.True(IsKept(named) && IsKept(young));
        Assert.False(IsKept(unnamed) || IsKept(elsewhere, Other));
    }

    [Fact]
    public async Task What_is_named_goes_with_its_last_document()
    {
        var added = await AddAsync("named");
        var (first, second) = (await NameAsync(added), await NameAsync(added));
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(2, (await _collector.CountReferencesAsync(Acme, default))[added]);

        await _state.RemoveAsync<HistorySummary>(first, default);
        Assert.Equal(0, (await _collector.CollectAsync(Acme, default)).Removed);
        await _state.RemoveAsync<HistorySummary>(second, default);

        Assert.Equal(1, (await _collector.CollectAsync(Acme, default)).Removed);
    }

    [Fact]
    public async Task With_a_greatest_age_what_nobody_has_used_for_it_goes_though_it_is_named()
    {
        _options.MaxAge = TimeSpan.FromDays(30);
        var (old, used) = (await AddAsync("old"), await AddAsync("used"));
        await NameAsync(old);
        await NameAsync(used);
        _time.Advance(TimeSpan.FromDays(29));
        await _store.FindAsync(Acme, used, default);
        _time.Advance(TimeSpan.FromDays(1));

        await _collector.CollectAsync(Acme, default);

        Assert.Equal((false, true), (IsKept(old), IsKept(used)));
    }

    [Fact]
    public async Task Leftovers_are_deleted_with_it()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder, "unfinished", "0123")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, UnfinishedResource.ContentFile), "half a fi");

        Assert.Equal(1, (await _collector.CollectAsync(null, default)).Leftovers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_uses_a_resource_at_any_step_before_its_removal_keeps_it(int at)
    {
        var added = await AddAsync("old");
        _time.Advance(TimeSpan.FromDays(2));
        _collector.Between = async (step, _) =>
        {
            if (step == (CollectionStep)at)
                Assert.NotNull(await _store.FindAsync(Acme, added, default));
        };

        Assert.Equal(0, (await _collector.CollectAsync(Acme, default)).Removed);
        Assert.True(IsKept(added));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Who_adds_the_same_bytes_at_any_step_has_them_afterwards(int at)
    {
        var added = await AddAsync("old");
        _time.Advance(TimeSpan.FromDays(2));
        _collector.Between = async (step, _) =>
        {
            if (step == (CollectionStep)at)
                await AddAsync("old");
        };

        await _collector.CollectAsync(Acme, default);

        Assert.True(IsKept(added));
        Assert.Equal(3, await _store.UsedBytesAsync(Acme, default));
    }

    /// <summary>
    /// Users find or add, and then write a document that names what they got, while collections go on: whoever was told that a resource is there
    /// finds it, and the count is right.
    /// </summary>
    [Property(MaxTest = 40)]
    public void However_users_and_collections_meet_what_somebody_was_told_is_there_is_there(int seed) => RunAsync(seed).GetAwaiter().GetResult();

    private async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        var told = new ConcurrentDictionary<ResourceId, bool>();
        var all = new List<ResourceId>();
        for (var number = 0; number < 8; number++)
            all.Add(await AddAsync($"{seed} {number}"));

        _time.Advance(TimeSpan.FromDays(2));
        // Both collections call it, at once.
        _collector.Between = async (_, _) =>
        {
            var number = Draw(8);
            switch (Draw(4))
            {
                case 0 when await _store.FindAsync(Acme, all[number], default) is not null:
                    told[all[number]] = true;
                    break;
                case 1:
                    told[await AddAsync($"{seed} {number}")] = true;
                    break;
                case 2 when told.Keys is { Count: > 0 } known:
                    await NameAsync(known.ElementAt(Draw(known.Count)));
                    break;
            }
        };

        await Task.WhenAll(_collector.CollectAsync(Acme, default), Task.Run(() => _collector.CollectAsync(Acme, default)));

        Assert.All(told.Keys, id => Assert.True(IsKept(id), $"{seed}: {id}"));
        Assert.Equal(all.Where(id => IsKept(id)).Sum(id => new FileInfo(PathOf(id)).Length), await _store.UsedBytesAsync(Acme, default));
        await _store.RemoveTenantAsync(Acme, default);

        int Draw(int count)
        {
            lock (random)
                return random.Next(count);
        }
    }

    private async Task<ResourceId> AddAsync(string text, TenantId? tenant = null) =>
        (await _store.AddAsync(tenant ?? Acme, new MemoryStream(Encoding.UTF8.GetBytes(text)), new("a.txt"), default)).Id;

    private async Task<StateKey> NameAsync(ResourceId id)
    {
        var key = new StateKey("summary", $"acme/c{Interlocked.Increment(ref _documents)}");
        await _state.WriteAsync(key, new HistorySummary(1, $"It made {id}."), null, default);
        return key;
    }

    private string PathOf(ResourceId id, TenantId? tenant = null) =>
        Path.Combine(_folder, ResourceFolders.OwnerOf(tenant ?? Acme), id.Value[..2], id.Value, UnfinishedResource.ContentFile);

    private bool IsKept(ResourceId id, TenantId? tenant = null) => File.Exists(PathOf(id, tenant));
}
