using System.Text.Json;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Cli.Tests;

public sealed class ResourcesTests : IDisposable
{
    private readonly TenancyDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Files_are_listed_shown_and_deleted()
    {
        var added = await AddAsync("hello", "a\u001b[31m.txt");

        var listed = await _desk.RunAsync("resources", "list");
        var shown = await _desk.RunAsync("resources", "show", added.Id.Value);
        var deleted = await _desk.RunAsync("resources", "delete", added.Id.Value);

        Assert.Contains($"{added.Id}\ttext/plain\t5\t2025-01-02 03:04\t2025-01-02 03:04\ta_[31m.txt", listed.Output, StringComparison.Ordinal);
        Assert.Contains("1 files, 5 bytes.", listed.Error, StringComparison.Ordinal);
        Assert.Contains("named by 0 documents", shown.Output, StringComparison.Ordinal);
        Assert.Equal($"Deleted {added.Id}.\n", deleted.Output);
        var gone = await _desk.RunAsync("resources", "show", added.Id.Value);
        Assert.Equal(2, gone.Code);
        Assert.Contains("has no such file; jarvis resources list --tenant local", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nothing_names_is_collected_a_day_after_it_was_used()
    {
        await AddAsync("old", "old.txt");
        _desk.Desk.Time.Advance(TimeSpan.FromDays(1));
        await AddAsync("new", "new.txt");

        var collected = await _desk.RunAsync("resources", "collect");
        var json = await _desk.RunAsync("resources", "collect", "--json");

        Assert.Equal("Removed 1 of 2 files, 3 bytes, and 0 leftovers.\n", collected.Output);
        Assert.Equal(0, JsonDocument.Parse(json.Output).RootElement.GetProperty("removed").GetInt32());
    }

    [Fact]
    public async Task Another_tenants_file_is_not_found()
    {
        var added = await AddAsync("hello", "a.txt");

        Assert.Equal(2, (await _desk.RunAsync("resources", "delete", added.Id.Value, "--tenant", "other")).Code);
        Assert.Contains(added.Id.Value, (await _desk.RunAsync("resources", "list")).Output, StringComparison.Ordinal);
    }

    private Task<Resource> AddAsync(string text, string name) =>
        _desk.Resources.AddAsync(TenantId.Local, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), new(name), default);
}
