using System.Text.Json;
using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>
/// The rows of the table that are about keys, tenants, archives and settings, each made on the built program or on a host that it keeps its state for. The
/// tenant <c>acme</c> has a file, a turn and keys; the attacker is <c>evil</c>.
/// </summary>
public sealed class TenancyAttackTests : IDisposable
{
    private static readonly TimeSpan Later = TimeSpan.FromHours(1);

    private readonly Desk _desk = new();
    private readonly Verdicts _verdicts = new();

    private string State => Path.Combine(_desk.Data, "jarvis");

    public void Dispose() => _desk.Dispose();

    [NeedsFact]
    public async Task No_key_but_a_live_one_of_its_scope_is_taken_and_nothing_of_another_tenant_is_reached()
    {
        var loot = await BuryAsync();
        await using (var gate = new GateSession(State, Later))
        {
            // What is refused below is refused for what is wrong with it.
            Assert.Equal("acme", await gate.CallAsync("key", loot.Key, "Use"));
            Assert.Equal(loot.File, await gate.CallAsync("link", loot.Link));
            Assert.Equal(loot.File, await gate.CallAsync("open", "acme", loot.File));
            foreach (var attack in KeyAttacks.Called.Concat(TenantAttacks.Called))
            {
                var outcome = await gate.MakeAsync(attack.Call(loot));
                _verdicts.Judge(attack.Name, attack.Code, outcome);
                if (outcome.Output.Contains(loot.Key[16..], StringComparison.Ordinal))
                {
                    _verdicts.Blame(attack.Name, "a secret is told");
                }
            }

            Assert.Equal("acme", await gate.CallAsync("key", loot.Key, "Use"));
            Assert.Equal("0", await gate.CallAsync("list", "evil", ""));
        }

        foreach (var attack in KeyAttacks.Typed.Concat(TenantAttacks.Typed))
        {
            await TypeAsync(attack.Name, attack.Code, [.. attack.Arguments.Select(argument => argument.Replace("{key}", Loot.IdOf(loot.Key), StringComparison.Ordinal).Replace("{file}", loot.File, StringComparison.Ordinal))]);
        }

        _verdicts.AssertNone();
        Assert.False(File.Exists(_desk.At("owned")));
        var tenants = await _desk.RunAsync("tenants", "list", "--json");
        Assert.Equal(["acme", "evil"], tenants.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        await using var after = new GateSession(State);
        Assert.Equal(loot.File, await after.CallAsync("open", "acme", loot.File));
    }

    [NeedsFact]
    public async Task No_archive_is_taken_in_that_jarvis_has_not_written()
    {
        await using (var gate = new GateSession(State))
        {
            // The bytes are there, but they are another tenant's.
            await gate.CallAsync("upload", "acme", "hello");
        }

        foreach (var (name, text) in ArchiveAttacks.All)
        {
            await TypeAsync(name, "exit 2", ["conversations", "import", _desk.Write("archive.jsonl", text)]);
        }

        await TypeAsync("a name that climbs", "exit 2", ["conversations", "import", "archive.jsonl", "--name", "../acme/holiday"]);
        _verdicts.AssertNone();
        Assert.Equal("{\"conversations\":[]}\n", (await _desk.RunAsync("conversations", "list", "--json")).Output);
        Assert.Empty((await _desk.RunAsync("resources", "list", "--json")).Output);
    }

    [NeedsFact]
    public async Task No_file_of_settings_says_what_no_setting_is()
    {
        Directory.CreateDirectory(State);
        foreach (var (name, json, code) in SettingsAttacks.All)
        {
            await File.WriteAllTextAsync(Path.Combine(State, "jarvis.json"), json);
            await TypeAsync(name, code, ["models", "--json"]);
        }

        _verdicts.AssertNone();
    }

    /// <summary>Makes what is attacked.</summary>
    private async Task<Loot> BuryAsync()
    {
        foreach (var tenant in new[] { "acme", "evil", "gone" })
        {
            (await _desk.RunAsync("tenants", "create", tenant)).Answered();
        }

        var key = await IssueAsync("acme", "--scope", "use");
        var evil = await IssueAsync("evil");
        var (revoked, expired, replaced, orphaned) = (await IssueAsync("acme"), await IssueAsync("acme", "--expires", "1s"), await IssueAsync("acme"), await IssueAsync("gone"));
        (await _desk.RunAsync("keys", "revoke", Loot.IdOf(revoked), "--tenant", "acme")).Answered();
        Assert.Equal(0, (await _desk.RunAsync("keys", "rotate", Loot.IdOf(replaced), "--tenant", "acme", "--grace", "0s")).Code);
        Assert.Equal(0, (await _desk.RunAsync("tenants", "delete", "gone", "--yes")).Code);
        await using var gate = new GateSession(State);
        var file = await gate.CallAsync("upload", "acme", "a secret of acme");
        var turn = await gate.CallAsync("ask", "acme/holiday", "Hello", file);
        return new(
            key, evil, revoked, expired, replaced, orphaned, file, await gate.CallAsync("sign", "acme", file, "7200"), await gate.CallAsync("sign", "acme", file, "60"), turn);
    }

    private async Task<string> IssueAsync(string tenant, params string[] options)
    {
        var made = await _desk.RunAsync(["keys", "create", "a", "--tenant", tenant, .. options]);
        Assert.Equal(0, made.Code);
        return made.Output.Trim();
    }

    /// <summary>Makes an attack by a command line.</summary>
    private async Task TypeAsync(string name, string code, string[] arguments)
    {
        var run = await _desk.RunAsync(arguments);
        if (run.Error.Contains("   at ", StringComparison.Ordinal) || run.Error.Contains("Exception", StringComparison.Ordinal))
        {
            _verdicts.Blame(name, $"it breaks: {run.Error}");
        }
        else if (run.Lines.LastOrDefault() is ['{', ..] line)
        {
            using var json = JsonDocument.Parse(line);
            _verdicts.Judge(name, code, json.RootElement.TryGetProperty("code", out var got)
                ? new(got.GetString()!, json.RootElement.GetProperty("message").GetString()!, run.Output)
                : new("answered", "", run.Output));
        }
        else
        {
            _verdicts.Judge(name, code, new($"exit {run.Code}", run.Error.TrimEnd('\n'), run.Output));
        }
    }
}
