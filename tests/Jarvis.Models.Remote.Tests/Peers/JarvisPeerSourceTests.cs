using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Serialization;

namespace Jarvis.Models.Remote.Peers;

public sealed class JarvisPeerSourceTests : IAsyncLifetime
{
    private PeerFixture _fixture = null!;

    private StandInJarvis Peer => _fixture.Peer;

    public async Task InitializeAsync() => _fixture = await PeerFixture.StartAsync(peer => peer.MaxModels = 50);

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Its_models_are_there_under_its_name_and_run_by_asking_it()
    {
        Peer.Models = [Peer.Models[0] with { Card = Peer.Models[0].Card with { Licence = "mit", Version = "3", PricePerCall = 0.1m, Tags = ["en"], ShareResults = true, Pinned = true } }];

        var model = Assert.Single(await _fixture.ListAsync());

        Assert.Equal(("lab/owner--summarizer", "jarvis", true, DeviceId.Remote), (model.Card.Id.Value, model.Card.Runner, model.IsAvailable, model.Device));
        Assert.Equal(("lab", "owner/summarizer", "Jarvis:Remote:Jarvis:lab"), (model.Card.Settings["endpoint"], model.Card.Settings["model"], model.Source));
        Assert.Equal(("mit", "3", 0.1m, "en"), (model.Card.Licence, model.Card.Version, model.Card.PricePerCall, Assert.Single(model.Card.Tags)));
        Assert.Equal((false, false), (model.Card.ShareResults, model.Card.Pinned));
        var request = new ModelRequest(TaskTypes.Summarization, "/nonexistent") { Inputs = ImmutableDictionary<string, ImmutableArray<ModelInput>>.Empty.Add("text", [new("long")]) };
        Assert.Equal("short, from afar", RemoteFixture.Text((await _fixture.Runner.RunAsync(model.Card, [request], default))[0], "text"));
    }

    [Fact]
    public async Task It_is_asked_once_however_often_the_catalog_is_read_and_runs_ask_only_the_model()
    {
        for (var i = 0; i < 5; i++)
            await _fixture.ListAsync();

        await _fixture.RunAsync("owner/summarizer", TaskTypes.Summarization);

        Assert.Equal(["/v1/models", "/models/owner/summarizer"], Peer.Asked);
    }

    [Fact]
    public async Task A_model_that_comes_there_is_told_and_listed_after_the_next_look_in_the_background()
    {
        await _fixture.ListAsync();
        await using var changes = _fixture.Catalog.WatchAsync(default).GetAsyncEnumerator();
        var change = changes.MoveNextAsync().AsTask();
        Peer.Models = Peer.Models.Add(StandInJarvis.Model("new", TaskTypes.TextGeneration));

        await _fixture.Probe.ProbeAsync(default);

        Assert.True(await change.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(["lab/new"], changes.Current.Added.Select(model => model.Value));
        Assert.Contains(await _fixture.ListAsync(), model => model.Card.Id.Value == "lab/new");
    }

    [Fact]
    public async Task A_list_that_is_as_before_is_not_sent_again()
    {
        await _fixture.ListAsync();
        await _fixture.Probe.ProbeAsync(default);

        Assert.NotNull(Peer.Header("/v1/models", "If-None-Match"));
        Assert.Equal(3, (await _fixture.ListAsync()).Length);
    }

    [Theory]
    [InlineData("health")]
    [InlineData("key")]
    [InlineData("gone")]
    [InlineData("nonsense")]
    public async Task While_it_is_down_its_models_cannot_run_and_say_why_and_when_it_is_back_they_can(string how)
    {
        await _fixture.ListAsync();
        await using var changes = _fixture.Catalog.WatchAsync(default).GetAsyncEnumerator();
        var change = changes.MoveNextAsync().AsTask();
        await BreakAsync(how);
        await _fixture.Probe.ProbeAsync(default);
        await change.WaitAsync(TimeSpan.FromSeconds(30));

        var down = await _fixture.ListAsync();
        Assert.Equal(3, down.Length);
        Assert.All(down, model => Assert.StartsWith($"Jarvis 'lab' at {Peer.Address.Authority} ", model.Unavailable, StringComparison.Ordinal));
        if (how == "gone")
            return;

        change = changes.MoveNextAsync().AsTask();
        (Peer.Health, Peer.Key, Peer.List) = (200, PeerFixture.Key, null);
        await _fixture.Probe.ProbeAsync(default);
        await change.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(await _fixture.ListAsync(), model => Assert.True(model.IsAvailable));
    }

    [Fact]
    public async Task A_model_that_cannot_run_there_cannot_run_here_with_the_reason_in_one_line()
    {
        Peer.Models = [Peer.Models[0] with { Unavailable = "not\ninstalled \u001b[31m" + new string('x', 5000) }];

        var why = Assert.Single(await _fixture.ListAsync()).Unavailable!;

        Assert.StartsWith("Jarvis 'lab' says of it: not installed", why, StringComparison.Ordinal);
        Assert.DoesNotContain(why, char.IsControl);
        Assert.InRange(why.Length, 20, 400);
    }

    [Fact]
    public async Task What_it_has_from_elsewhere_itself_and_what_is_not_asked_of_one_is_left_out()
    {
        Peer.Models =
        [
            Peer.Models[0] with { Card = Peer.Models[0].Card with { Device = DeviceKind.Remote } },
            StandInJarvis.Model("cutter", TaskTypes.VideoToAudio),
            Peer.Models[1],
        ];

        Assert.Equal(["lab/painter"], (await _fixture.ListAsync()).Select(model => model.Card.Id.Value));
    }

    [Fact]
    public async Task A_card_that_breaks_a_rule_takes_no_other_away()
    {
        var good = Text(Peer.Models[1]);
        string[] bad =
        [
            "null", "5", "{}", """{"card":null,"device":"cpu"}""",
            good.Replace("\"painter\"", "\"../../etc/passwd\"", StringComparison.Ordinal),
            good.Replace("\"painter\"", $"\"{new string('x', 3000)}\"", StringComparison.Ordinal),
            good.Replace("does text-to-image", "two\\nlines", StringComparison.Ordinal),
            good.Replace("does text-to-image", new string('x', 3000), StringComparison.Ordinal),
            good.Replace("[\"text-to-image\"]", "[null]", StringComparison.Ordinal),
            good.Replace("\"quality\":1", "\"quality\":7", StringComparison.Ordinal),
            good.Replace("\"quality\":1", "\"quality\":1e999", StringComparison.Ordinal),
            good.Replace("\"pricePerCall\":0", "\"pricePerCall\":-3", StringComparison.Ordinal),
            good.Replace("\"accepts\":{}", "\"accepts\":{\"target\":[\"es\"]}", StringComparison.Ordinal),
            good.Replace("\"quality\":1", "\"quality\":1,\"tags\":[\"a\\u001b[31m\"]", StringComparison.Ordinal),
        ];
        Assert.All(bad.Skip(4), text => Assert.NotEqual(good, text));
        // Each with an id of its own: a wrong one must not be taken for the good one.
        bad = [.. bad.Select((text, i) => text.Replace("\"painter\"", $"\"bad-{i}\"", StringComparison.Ordinal))];
        Peer.List = $"[{string.Join(',', bad)},{good}]";

        Assert.Equal(["lab/painter"], (await _fixture.ListAsync()).Select(model => model.Card.Id.Value));
    }

    [Fact]
    public void Any_cut_or_changed_list_is_read_or_refused()
    {
        var whole = System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Peer.Models, JarvisJsonContext.Default.ImmutableArrayModelStatus));
        var listing = new PeerListing("lab", new());
        var random = new Random(3);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = whole[..(random.Next(2) == 0 ? whole.Length : random.Next(whole.Length + 1))];
            for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            try
            {
                Assert.All(listing.Read(bytes), model => Assert.StartsWith("lab/", model.Card.Id.Value, StringComparison.Ordinal));
            }
            catch (JsonException)
            {
                // Refused.
            }
        }

        Assert.Equal(3, listing.Read(whole).Length);
    }

    [Fact]
    public async Task No_more_of_its_models_are_listed_than_may_be()
    {
        Peer.Models = [.. Enumerable.Range(0, 80).Select(i => StandInJarvis.Model($"m{i}", TaskTypes.Summarization))];

        Assert.Equal(50, (await _fixture.ListAsync()).Length);
    }

    [Fact]
    public async Task A_list_without_end_is_not_taken_in()
    {
        Peer.List = $"[{new string(' ', 9 << 20)}]";

        Assert.Empty(await _fixture.ListAsync());
    }

    [Fact]
    public async Task Doctor_tells_of_a_key_that_is_wrong()
    {
        Peer.Key = "another";

        Assert.Contains("does not know the key; set Jarvis:Remote:Jarvis:lab:Key", Assert.Single(await _fixture.Servers.CheckAsync(default)).Fault, StringComparison.Ordinal);
    }

    private async Task BreakAsync(string how)
    {
        switch (how)
        {
            case "health":
                Peer.Health = 503;
                break;
            case "key":
                Peer.Key = "another";
                break;
            case "nonsense":
                Peer.List = "{}";
                break;
            default:
                await Peer.DisposeAsync();
                break;
        }
    }

    private static string Text(ModelStatus status) => JsonSerializer.Serialize(status, JarvisJsonContext.Default.ModelStatus);
}
