using Jarvis.Media;
using Jarvis.Models.Onnx.Tests.Support;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Tests;

public sealed class OnnxModelSourceTests
{
    [ModelsFact]
    public async Task Installed_models_can_run()
    {
        await using var services = Services(options => options.ModelsDirectory = Installed.Models);

        var found = await services.GetRequiredService<IModelSource>().DiscoverAsync(CancellationToken.None);

        Assert.Equal(["pp-ocr/v4", "silero/vad-v5"], found.Select(status => status.Card.Id.Value));
        Assert.All(found, status => Assert.True(status.IsAvailable, status.Unavailable));
    }

    [Fact]
    public async Task Missing_files_make_a_card_unavailable_and_say_what_to_do()
    {
        await using var services = Services(options => options.ModelsDirectory = Path.GetTempPath());

        var found = await services.GetRequiredService<IModelSource>().DiscoverAsync(CancellationToken.None);

        Assert.All(found, status => Assert.EndsWith("run deploy/run.sh (npm ci in deploy/models).", status.Unavailable, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_card_has_a_runner_and_task_types_of_the_catalog()
    {
        await using var services = Services();

        var found = await services.GetRequiredService<IModelSource>().DiscoverAsync(CancellationToken.None);

        var runners = services.GetServices<IModelRunner>().Select(runner => runner.Name);
        Assert.All(found, status => Assert.Contains(status.Card.Runner, runners));
        Assert.All(found.SelectMany(status => status.Card.TaskTypes), type => Assert.NotNull(TaskTypeCatalog.Default.Find(type)));
    }

    [Theory]
    [InlineData(0, 1, DeviceKind.Cpu)]
    [InlineData(1, 0, DeviceKind.Cpu)]
    [InlineData(1, 1, DeviceKind.Remote)]
    public async Task Options_out_of_range_are_refused(int threads, int capacity, DeviceKind device)
    {
        await using var services = Services(options => (options.Threads, options.QueueCapacity, options.Device) = (threads, capacity, device));

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<OnnxOptions>>().Value);
    }

    private static ServiceProvider Services(Action<OnnxOptions>? configure = null) => new ServiceCollection()
        .AddSingleton<IMediaDecoder, FfmpegDecoder>()
        .AddOnnxModels(configure)
        .BuildServiceProvider();
}
