using System.Text.Json;

namespace Jarvis.Cli.Tests;

public sealed class KeysTests : IDisposable
{
    private readonly TenancyDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_key_is_shown_once_alone_on_stdout_and_listed_without_its_secret()
    {
        var made = await _desk.RunAsync("keys", "create", "web shop", "--scope", "use", "--expires", "90d");

        Assert.Equal(0, made.Code);
        Assert.Matches("^jv_[a-z2-7]{12}_[a-z2-7]{38}\n$", made.Output);
        Assert.Contains("cannot be shown again", made.Error, StringComparison.Ordinal);
        var listed = await _desk.RunAsync("keys", "list");
        Assert.Matches("(?m)^[a-z2-7]{12}\tuse\tlive\t2025-01-02 03:04\t2025-04-02 03:04\t-\tweb shop$", listed.Output);
        Assert.DoesNotContain(made.Output.Trim()[16..], listed.Output + listed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_rotated_and_revoked_by_its_id()
    {
        var made = JsonDocument.Parse((await _desk.RunAsync("keys", "create", "a", "--json")).Output).RootElement;
        var id = made.GetProperty("about").GetProperty("id").GetString()!;
        Assert.StartsWith($"jv_{id}_", made.GetProperty("key").GetString(), StringComparison.Ordinal);

        var rotated = await _desk.RunAsync("keys", "rotate", id, "--grace", "1h");
        Assert.StartsWith("jv_", rotated.Output, StringComparison.Ordinal);
        Assert.Contains("\treplaced\t", (await _desk.RunAsync("keys", "list")).Output, StringComparison.Ordinal);

        Assert.Equal($"Revoked {id}.\n", (await _desk.RunAsync("keys", "revoke", id)).Output);
        Assert.Contains("\trevoked\t", (await _desk.RunAsync("keys", "list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no tenant 'acme'", "keys", "create", "a", "--tenant", "acme")]
    [InlineData("There is no tenant 'acme'", "keys", "list", "--tenant", "acme")]
    [InlineData("There is no such live key", "keys", "revoke", "abcdefghijkl")]
    [InlineData("There is no such live key", "keys", "rotate", "../../etc")]
    [InlineData("--expires takes a length of time such as 90d", "keys", "create", "a", "--expires", "soon")]
    [InlineData("--scope takes read, use or admin, not 'read,admin'", "keys", "create", "a", "--scope", "read,admin")]
    [InlineData("--scope takes read, use or admin, not '2'", "keys", "create", "a", "--scope", "2")]
    [InlineData("A key lives from a second to ten years", "keys", "create", "a", "--expires", "0d")]
    public async Task What_cannot_be_is_refused_with_what_to_do(string why, params string[] args)
    {
        var refused = await _desk.RunAsync(args);

        Assert.Equal(2, refused.Code);
        Assert.Contains(why, refused.Error, StringComparison.Ordinal);
        Assert.Equal("", refused.Output);
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("keys", "create")]
    [InlineData("keys", "list")]
    [InlineData("keys", "rotate")]
    [InlineData("keys", "revoke")]
    [InlineData("tenants")]
    [InlineData("tenants", "create")]
    [InlineData("tenants", "list")]
    [InlineData("tenants", "show")]
    [InlineData("tenants", "limits")]
    [InlineData("tenants", "usage")]
    [InlineData("tenants", "delete")]
    [InlineData("resources")]
    [InlineData("resources", "list")]
    [InlineData("resources", "show")]
    [InlineData("resources", "delete")]
    [InlineData("resources", "collect")]
    public async Task Every_command_has_help(params string[] command)
    {
        var help = await _desk.RunAsync([.. command, "--help"]);

        Assert.Equal(0, help.Code);
        Assert.Contains("Usage:", help.Output, StringComparison.Ordinal);
        Assert.Equal(0, _desk.Desk.HostsStarted);
    }
}
