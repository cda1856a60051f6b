using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Placement;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Core.Tests.Models.Cards;

public sealed class CardFolderSourceTests : IDisposable
{
    private readonly CardsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_wrong_card_is_a_model_that_cannot_run_with_the_place_and_the_fault()
    {
        _disk.Write("a.json", CardsOnDisk.Card("acme/a", ",\"quality\":2"));
        _disk.Write("b c.json", "{");

        var models = await ListAsync();

        Assert.Equal(["acme/a", "invalid/b-c.json"], models.Select(model => model.Card.Id.Value));
        Assert.StartsWith("a.json, line 1, column", models[0].Unavailable, StringComparison.Ordinal);
        Assert.Contains("quality", models[0].Unavailable, StringComparison.Ordinal);
        Assert.Equal("b c.json", models[1].Source);
        Assert.Empty(models[1].Card.TaskTypes);
    }

    [Fact]
    public async Task A_wrong_card_does_not_hide_a_whole_one_of_the_same_id()
    {
        _disk.Write("a.json", CardsOnDisk.Card("cats", ",\"quality\":2"));
        _disk.Write("b.json", CardsOnDisk.Card("cats"));

        var model = Assert.Single(await ListAsync());

        Assert.True(model.IsAvailable);
        Assert.Contains("a.json", model.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_whose_runner_is_not_there_says_so_or_what_the_host_advises()
    {
        _disk.Write("a.json", CardsOnDisk.Card("a").Replace("scripted", "elsewhere", StringComparison.Ordinal));
        _disk.Write("b.json", CardsOnDisk.Card("b").Replace("scripted", "hub", StringComparison.Ordinal));
        using var host = _disk.Host(options => options.MissingRunners["hub"] = "ask for it", new NamedRunner());

        var models = await host.GetRequiredService<IModelCatalog>().ListAsync(default);

        Assert.Contains("no runner 'elsewhere'; there are scripted", models[0].Unavailable, StringComparison.Ordinal);
        Assert.Equal("ask for it", models[1].Unavailable);
    }

    [Fact]
    public async Task A_runner_is_asked_whether_a_card_can_run_and_gets_its_folder_and_the_path_of_its_manifest_there()
    {
        _disk.Write("cats/manifest.json", "{}");
        _disk.Write("a.json", CardsOnDisk.Card("a", ",\"settings\":{\"manifest\":\"cats/manifest.json\"}"));
        var runner = new NamedRunner(_ => "its labels are missing");
        using var host = _disk.Host(runners: runner);

        var model = Assert.Single(await host.GetRequiredService<IModelCatalog>().ListAsync(default));

        Assert.Equal("its labels are missing", model.Unavailable);
        Assert.Equal("cats/manifest.json", Assert.Single(runner.Asked).Settings["manifest"]);
        Assert.Equal(_disk.Path, runner.Asked[0].Directory);
    }

    [Fact]
    public async Task A_card_that_its_runner_stumbles_over_takes_no_other_away()
    {
        _disk.Write("a.json", CardsOnDisk.Card("a"));
        _disk.Write("b.json", CardsOnDisk.Card("b"));
        using var host = _disk.Host(runners: new NamedRunner(card => card.Id.Value == "a" ? throw new InvalidOperationException("inside") : null));

        var models = await host.GetRequiredService<IModelCatalog>().ListAsync(default);

        Assert.Equal(["a", "b"], models.Select(model => model.Card.Id.Value));
        Assert.Contains("could not read its files (InvalidOperationException)", models[0].Unavailable, StringComparison.Ordinal);
        Assert.Null(models[1].Unavailable);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_leads_out_by_a_link_makes_the_card_unavailable()
    {
        _disk.Write("a.json", CardsOnDisk.Card("a", $",\"files\":{{\"m.onnx\":\"{new string('0', 64)}\"}}"));
        _disk.Write("b.json", CardsOnDisk.Card("b", ",\"settings\":{\"manifest\":\"out\"}"));
        File.WriteAllText(Path.Combine(_disk.Root, "secret"), "");
        File.CreateSymbolicLink(Path.Combine(_disk.Path, "out"), Path.Combine(_disk.Root, "secret"));
        var runner = new NamedRunner();
        using var host = _disk.Host(runners: runner);

        var models = await host.GetRequiredService<IModelCatalog>().ListAsync(default);

        Assert.Contains("m.onnx is missing", models[0].Unavailable, StringComparison.Ordinal);
        Assert.Contains("leads out", models[1].Unavailable, StringComparison.Ordinal);
        Assert.Empty(runner.Asked);
    }

    [Fact]
    public async Task A_card_whose_hardware_is_missing_says_what_it_needs_and_one_with_a_fallback_runs_there()
    {
        _disk.Write("a.json", CardsOnDisk.Card("a", ",\"device\":\"cuda\",\"memoryBytes\":4294967296"));
        _disk.Write("b.json", CardsOnDisk.Card("b", ",\"device\":\"cuda\",\"fallback\":\"cpu\""));
        _disk.Write("c.json", CardsOnDisk.Card("c", ",\"device\":\"remote\""));

        var models = await ListAsync();

        Assert.Contains("a cuda device with 4.0 GiB free", models[0].Unavailable, StringComparison.Ordinal);
        Assert.True(models[1].IsAvailable);
        Assert.Equal(DeviceId.Cpu, models[1].Device);
        Assert.Contains("runs on cpu instead", models[1].Note, StringComparison.Ordinal);
        Assert.Equal(DeviceId.Remote, models[2].Device);
    }

    [Fact]
    public async Task A_file_that_changes_gives_another_fingerprint_and_one_that_does_not_the_same()
    {
        var weights = _disk.Write("m.onnx", "1");
        _disk.Write("a.json", CardsOnDisk.Card("a", $",\"files\":{{\"m.onnx\":\"{new string('0', 64)}\"}}"));

        var (first, same) = (await ListAsync(), await ListAsync());
        File.WriteAllText(weights, "22");
        var later = await ListAsync();

        Assert.NotNull(first[0].Fingerprint);
        Assert.Equal(first[0].Fingerprint, same[0].Fingerprint);
        Assert.NotEqual(first[0].Fingerprint, later[0].Fingerprint);
    }

    [Fact]
    public async Task What_a_runner_knows_of_files_that_the_card_does_not_name_is_in_the_fingerprint_too()
    {
        _disk.Write("a.json", CardsOnDisk.Card("a"));
        var files = "as they are";
        var runner = new NamedRunner(fingerprint: () => files);

        var (first, same) = (await ListAsync(runner), await ListAsync(runner));
        files = "as they are now";
        var later = await ListAsync(runner);

        Assert.NotNull(first[0].Fingerprint);
        Assert.Equal(first[0].Fingerprint, same[0].Fingerprint);
        Assert.NotEqual(first[0].Fingerprint, later[0].Fingerprint);
    }

    [Fact]
    public async Task A_device_that_a_host_has_is_chosen()
    {
        _disk.Write("a.json", CardsOnDisk.Card("a", ",\"device\":\"cuda\",\"deviceLabels\":[\"big\"]"));
        var services = new ServiceCollection().AddLogging().AddSingleton<IModelRunner>(new NamedRunner()).AddSingleton<IDeviceInventory>(new Devices());
        using var host = services.AddJarvisCore().AddModelCards(options => options.Directory = _disk.Path).BuildServiceProvider();

        Assert.Equal(DeviceId.Cuda(1), Assert.Single(await host.GetRequiredService<IModelCatalog>().ListAsync(default)).Device);
    }

    private async Task<System.Collections.Immutable.ImmutableArray<ModelStatus>> ListAsync(NamedRunner? runner = null)
    {
        using var host = _disk.Host(runners: runner ?? new NamedRunner());
        return await host.GetRequiredService<IModelCatalog>().ListAsync(default);
    }

    private sealed class Devices : IDeviceInventory
    {
        public DeviceInventory Look() => new(
        [
            new Device(DeviceId.Cuda(0), DeviceKind.Cuda),
            new Device(DeviceId.Cuda(1), DeviceKind.Cuda) { Labels = ["big"] },
        ]);
    }
}
