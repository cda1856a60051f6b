using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Jarvis.Conformance.LanguageModels;
using Jarvis.EndToEnd.Tests.Testing;
using Xunit.Abstractions;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>
/// The table of attacks, each made on the built program: all are refused with a stable code and one clean sentence, nothing is half stored,
/// nothing outside is touched, and the program lives on. Rows are data: <see cref="UrlAttacks"/>, <see cref="FileAttacks"/>,
/// <see cref="CardAttacks"/>, <see cref="PlanAttacks"/>; and, against several tenants, those of <see cref="TenancyAttackTests"/>.
/// </summary>
public sealed class AttackTests : IDisposable
{
    private readonly Desk _desk = new();
    private readonly TcpListener _trap = new(IPAddress.Loopback, 0);
    private readonly Verdicts _verdicts = new();

    private readonly ITestOutputHelper _output;

    public AttackTests(ITestOutputHelper output)
    {
        _output = output;
        _trap.Start();
    }

    private string Trap => ((IPEndPoint)_trap.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    private string Resources => Path.Combine(_desk.Data, "jarvis", "resources");

    public void Dispose()
    {
        _trap.Dispose();
        _desk.Dispose();
    }

    [Fact]
    public void The_table_has_at_least_eighty_rows_each_with_a_name_of_its_own()
    {
        string[] names =
        [
            .. UrlAttacks.All.Select(attack => $"url: {attack.Name}"),
            .. FileAttacks.All.Select(attack => $"file: {attack.Name}"),
            .. CardAttacks.All.Select(attack => $"card: {attack.Name}"),
            .. PlanAttacks.All.Select(attack => $"plan: {attack.Name}"),
            .. KeyAttacks.Called.Select(attack => $"key: {attack.Name}"),
            .. KeyAttacks.Typed.Select(attack => $"key: {attack.Name}"),
            .. TenantAttacks.Called.Select(attack => $"tenant: {attack.Name}"),
            .. TenantAttacks.Typed.Select(attack => $"tenant: {attack.Name}"),
            .. ArchiveAttacks.All.Select(attack => $"archive: {attack.Name}"),
            .. SettingsAttacks.All.Select(attack => $"settings: {attack.Name}"),
        ];

        _output.WriteLine(string.Join(", ", names.CountBy(name => name[..name.IndexOf(':', StringComparison.Ordinal)]).Select(kind => $"{kind.Value} of {kind.Key}")));
        _output.WriteLine($"{names.Length} attacks");
        Assert.InRange(names.Length, 80, 1000);
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [NeedsFact]
    public async Task No_address_leads_into_this_machine_and_no_server_sends_too_much()
    {
        await using var web = await HostileServer.StartAsync();
        _desk.Variables["Jarvis__Fetch__AllowedHosts"] = web.Authority;
        _desk.Variables["Jarvis__Fetch__MaxLength"] = "1048576";
        _desk.Variables["Jarvis__Fetch__Timeout"] = "00:00:01";
        await MakeAsync([.. UrlAttacks.All], web.Authority);

        Assert.Empty(Stored());
        AssertUntouched();
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Ocr)]
    public async Task No_file_is_more_than_its_bytes_and_no_name_more_than_a_label()
    {
        await MakeAsync([.. FileAttacks.All], web: "");

        // Of what is kept there is all: the bytes and the record. Beside them are the name of the owner and the locks.
        var kept = Stored().Where(file => Path.GetFileName(file) != "owner.v1" && Path.GetFileName(Path.GetDirectoryName(file)) != "locks");
        Assert.All(kept.GroupBy(file => Path.GetDirectoryName(file)), folder =>
            Assert.Equal(["content", "resource.v1.json"], folder.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)));
        AssertUntouched();
    }

    [NeedsFact]
    public async Task No_card_reaches_out_of_its_folder()
    {
        foreach (var (name, json, code) in CardAttacks.All)
        {
            var run = await _desk.RunAsync(Encoding.UTF8.GetBytes(json), ["models", "add", "-", "--json"]);
            using var line = JsonDocument.Parse(run.Lines.LastOrDefault() ?? "{\"code\":\"nothing\",\"message\":\"\"}");
            _verdicts.Judge(name, code, new(
                line.RootElement.GetProperty("code").GetString()!, line.RootElement.GetProperty("message").GetString()!, run.Output + run.Error));
            if (run.Code != 2)
            {
                _verdicts.Blame(name, $"exit code {run.Code}");
            }
        }

        AssertUntouched();
        Assert.Empty(Directory.GetFiles(_desk.Data, "*", SearchOption.AllDirectories));
    }

    [NeedsFact]
    public async Task No_plan_reaches_beyond_what_the_user_gave()
    {
        await using var server = await StandInLanguageModel.StartAsync();
        var replies = PlanAttacks.All.ToDictionary(row => row.Name, row => row.Reply.Replace("{trap}", Trap, StringComparison.Ordinal));
        server.Otherwise = request => new(replies.First(reply => request.Prompt.Contains($"Attack: {reply.Key}.", StringComparison.Ordinal)).Value);
        _desk.Uses(server.Endpoint);
        await MakeAsync([.. PlanAttacks.All.Select(row => new Attack(row.Name, "plan_invalid", $"Attack: {row.Name}."))], web: "");

        Assert.Empty(Stored());
        AssertUntouched();
        Assert.All(PlanAttacks.All, row => Assert.Contains(
            server.Requests, request => request.IsPlanning() && request.Prompt.Contains($"Attack: {row.Name}.", StringComparison.Ordinal)));
    }

    private async Task MakeAsync(Attack[] attacks, string web)
    {
        using var session = new AttackSession(_desk);
        foreach (var attack in attacks)
        {
            if (attack.FileName is { } name)
            {
                await File.WriteAllBytesAsync(_desk.At(name), attack.File);
            }

            var before = Stored().Length;
            var lines = attack.Lines.Select(line => line.Replace("{web}", web, StringComparison.Ordinal).Replace("{trap}", Trap, StringComparison.Ordinal));
            var outcome = await session.MakeAsync(lines);
            _verdicts.Judge(attack.Name, attack.Code, outcome);
            if (!attack.IsKept && Stored().Length != before)
            {
                _verdicts.Blame(attack.Name, "something of it is stored");
            }
        }

        await session.EndAsync();
    }

    private void AssertUntouched()
    {
        _verdicts.AssertNone();
        Assert.False(_trap.Pending(), "Somebody came to the trap.");
        Assert.False(File.Exists(_desk.At("owned")));
    }

    private string[] Stored() => Directory.Exists(Resources) ? Directory.GetFiles(Resources, "*", SearchOption.AllDirectories) : [];
}
