using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.Onnx.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Models.Onnx.Tests.Sessions;

public sealed class OnnxRunnerTests
{
    [ModelsTheory]
    [InlineData("pp-ocr")]
    [InlineData("silero-vad")]
    public async Task Of_two_that_are_loaded_one_runs_on_when_the_other_is_let_go_of(string runner)
    {
        await using var services = Services();
        var first = await LoadAsync(services, runner);
        await using var second = await LoadAsync(services, runner);
        await first.WarmUpAsync(default);
        await second.WarmUpAsync(default);

        await first.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => first.WarmUpAsync(default));
        await second.WarmUpAsync(default);
    }

    [Theory]
    [InlineData("pp-ocr")]
    [InlineData("silero-vad")]
    public async Task One_whose_files_are_missing_is_not_loaded_and_says_what_to_do(string runner)
    {
        var empty = Directory.CreateTempSubdirectory("no-models-").FullName;
        try
        {
            await using var services = Services(empty);

            var refused = await Assert.ThrowsAsync<JarvisException>(() => LoadAsync(services, runner));

            Assert.Equal(ErrorCode.ModelUnavailable, refused.Code);
            Assert.Contains("deploy/run.sh", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(empty);
        }
    }

    private static ServiceProvider Services(string? models = null) => new ServiceCollection()
        .AddSingleton<IMediaDecoder, FfmpegDecoder>()
        .AddOnnxModels(options => options.ModelsDirectory = models)
        .BuildServiceProvider();

    private static async Task<ILoadedModel> LoadAsync(IServiceProvider services, string runner)
    {
        var loader = Assert.IsType<IModelLoader>(services.GetServices<IModelRunner>().Single(one => one.Name == runner), exactMatch: false);
        var card = (await services.GetRequiredService<IModelSource>().DiscoverAsync(default)).Single(status => status.Card.Runner == runner).Card;
        return await loader.LoadAsync(card, DeviceId.Cpu, default);
    }
}
