using Jarvis.Identity;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Onnx.Tests.Support;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Tests.Ocr;

/// <summary>Lines in batches, through the real network.</summary>
public sealed class LineReaderTests : IDisposable
{
    private readonly OnnxModel _model;
    private readonly TextRecognizer _recognizer;

    public LineReaderTests()
    {
        var options = Options.Create(new OnnxOptions { ModelsDirectory = Installed.Models });
        var directory = new ModelDirectory(options);
        _model = new OnnxModel(ModelFile.Recognition, directory, new OnnxSessionFactory(options, NullLogger<OnnxSessionFactory>.Instance));
        _recognizer = new TextRecognizer(_model, () => Alphabet.Read(directory.Require(ModelFile.Dictionary)));
    }

    [ModelsFact]
    public void A_line_reads_the_same_alone_and_in_a_batch_of_its_width()
    {
        var lines = Enumerable.Range(0, 4).Select(i => Line(width: 300 + i, seed: i)).ToArray();
        Assert.Single(lines.Select(_recognizer.BucketOf).Distinct());

        var together = Run(lines);

        Assert.All(lines.Index(), line =>
        {
            var alone = Run(line.Item)[0];
            Assert.Equal(alone.Text, together[line.Index].Text);
            Assert.Equal(alone.Confidence, together[line.Index].Confidence, 1e-4);
        });
    }

    [ModelsFact]
    public async Task Lines_of_all_widths_come_back_in_their_places()
    {
        using var reader = new LineReader(_recognizer, TimeProvider.System);
        var lines = Enumerable.Range(0, 30).Select(i => Line(width: 40 + (i * 97 % 700), seed: i)).ToArray();

        var pages = await Task.WhenAll(
            reader.ReadAsync(lines, new RequestTerms(new TenantId("a")), default),
            reader.ReadAsync([.. lines.Reverse()], new RequestTerms(new TenantId("b")), default));

        Assert.Equal(pages[0].Select(text => text.Text), pages[1].Reverse().Select(text => text.Text));
    }

    [ModelsFact]
    public async Task A_page_that_nobody_wants_any_more_ends()
    {
        using var reader = new LineReader(_recognizer, TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        var lines = Enumerable.Range(0, 200).Select(i => Line(width: 300, seed: i)).ToArray();

        var reading = reader.ReadAsync(lines, new RequestTerms(TenantId.Local), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    public void Dispose() => _model.Dispose();

    private ReadText[] Run(params LineImage[] lines)
    {
        var results = new BatchResults<ReadText>(lines.Length);
        _recognizer.Run(lines, results, CancellationToken.None);
        return [.. lines.Select((_, i) => results.ValueOf(i))];
    }

    /// <summary>Bars of random places and widths: enough like letters to be read as some.</summary>
    internal static LineImage Line(int width, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[width * LineImage.Height * 3];
        Array.Fill(pixels, (byte)255);
        for (var x = 4; x < width - 8; x += random.Next(5, 12))
        {
            var (top, bottom) = (random.Next(4, 14), random.Next(30, 44));
            for (var y = top; y < bottom; y++)
            {
                pixels.AsSpan(((y * width) + x) * 3, random.Next(1, 4) * 3).Clear();
            }
        }

        return new LineImage(default, width, pixels);
    }
}
