using System.Text.Json;
using Jarvis.Identity;

namespace Jarvis.Cli.Tests;

public sealed class TenantsTests : IDisposable
{
    private readonly TenancyDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_tenant_is_made_listed_and_shown_with_its_limits()
    {
        await _desk.RunAsync("tenants", "create", "acme", "--label", "Acme Inc.");
        var limited = await _desk.RunAsync("tenants", "limits", "acme", "turns-per-day=1000", "stored-bytes=1.5GiB", "cost-per-day=2.50", "device-seconds-per-day:cuda:0=60", "weight=none");
        var shown = await _desk.RunAsync("tenants", "show", "acme");

        Assert.Equal(limited.Output, shown.Output);
        Assert.Equal(
            ["acme\tAcme Inc.", "cost-per-day\t2.5", "device-seconds-per-day:cuda:0\t60", "stored-bytes\t1610612736", "turns-per-day\t1000", "weight\tnone"],
            shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Contains("acme\t2025-01-02 03:04\tlive\tAcme Inc.", (await _desk.RunAsync("tenants", "list")).Output, StringComparison.Ordinal);

        var back = await _desk.RunAsync("tenants", "limits", "acme", "turns-per-day=default", "--json");
        Assert.False(JsonDocument.Parse(back.Output).RootElement.GetProperty("limits").TryGetProperty("turns-per-day", out _));
    }

    [Fact]
    public async Task Usage_is_told_by_day()
    {
        await _desk.Resources.AddAsync(TenantId.Local, new MemoryStream(new byte[123]), new("a.bin"), default);

        var told = await _desk.RunAsync("tenants", "usage", "local", "--days", "2");
        var json = await _desk.RunAsync("tenants", "usage", "local", "--json");

        Assert.Equal("DAY\tTURNS\tTOKENS\tCOST\tSTORED\tDEVICES\n2025-01-01\t0\t0\t0\t-\t\n2025-01-02\t0\t0\t0\t123\t\n", told.Output);
        Assert.Equal(123, JsonDocument.Parse(json.Output).RootElement.GetProperty("storedBytes").GetInt64());
    }

    [Fact]
    public async Task A_tenant_is_deleted_only_when_that_is_said_twice_over()
    {
        await _desk.RunAsync("tenants", "create", "acme");

        var asked = await _desk.RunAsync("tenants", "delete", "acme");

        Assert.Equal(2, asked.Code);
        Assert.Contains("jarvis tenants delete acme --yes", asked.Error, StringComparison.Ordinal);
        Assert.Contains("acme", (await _desk.RunAsync("tenants", "show", "acme")).Output, StringComparison.Ordinal);
        var deleting = _desk.RunAsync("tenants", "delete", "acme", "--yes");
        while (!deleting.IsCompleted)
        {
            // What it waits for is that every process knows: a second of the desk's clock.
            _desk.Desk.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.EndsWith("Deleted acme.\n", (await deleting).Output, StringComparison.Ordinal);
        Assert.Contains("There is no tenant 'acme'", (await _desk.RunAsync("tenants", "show", "acme")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is a tenant 'acme' already", "tenants", "create", "acme")]
    [InlineData("There is no tenant 'nobody'", "tenants", "limits", "nobody", "turns-per-day=1")]
    [InlineData("'turns-per-day' is no limit: give LIMIT=VALUE", "tenants", "limits", "acme", "turns-per-day")]
    [InlineData("'turns-per-day=many' is no limit", "tenants", "limits", "acme", "turns-per-day=many")]
    [InlineData("turns-per-day takes a whole number", "tenants", "limits", "acme", "turns-per-day=1.5")]
    [InlineData("There is no limit of that name", "tenants", "limits", "acme", "turns=1")]
    [InlineData("is not a tenant id", "tenants", "show", "../acme")]
    [InlineData("--day takes a day such as", "tenants", "usage", "acme", "--day", "today")]
    [InlineData("--days takes a whole number", "tenants", "usage", "acme", "--days", "0")]
    public async Task What_cannot_be_is_refused_with_what_to_do(string why, params string[] args)
    {
        await _desk.RunAsync("tenants", "create", "acme");

        var refused = await _desk.RunAsync(args);

        Assert.True(refused.Code is 1 or 2);
        Assert.Contains(why, refused.Error, StringComparison.Ordinal);
    }
}
