using Jarvis.Errors;
using Jarvis.Models.Onnx.Tests.Support;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class ReadingTests(ModelsFixture models) : IClassFixture<ModelsFixture>
{
    private static readonly string[] Receipt =
    [
        "CORNER BAKERY",
        "12 High Street, Leeds",
        "2024-03-14 09:41 #00817",
        "Sourdough loaf 4.20",
        "Croissant x2 3.60",
        "Flat white 3.15",
        "Butter 250g 2.49",
        "Apple juice 1L 1.99",
        "SUBTOTAL 15.43",
        "VAT 20% 2.57",
        "TOTAL GBP 15.43",
        "Card ****4417 15.43",
        "Thank you, see you soon!",
    ];

    public static TheoryData<TestPage> Pages => [.. TestPages.All()];

    [ModelsTheory]
    [MemberData(nameof(Pages))]
    public async Task A_clean_page_reads_with_98_of_100_characters_right(TestPage page)
    {
        var read = await models.ReadAsync(await PageRenderer.RenderAsync(page, models.Folder));

        var accuracy = TextAccuracy.Of(page.Text, read);
        Assert.True(accuracy >= 0.98, $"{accuracy:P1} of {page}:\n{read}");
    }

    [ModelsTheory]
    [InlineData(14, "")]
    [InlineData(16, "")]
    [InlineData(24, "")]
    [InlineData(20, "transpose=clock")]
    [InlineData(20, "hflip,vflip")]
    [InlineData(20, "rotate=0.05:fillcolor=white")]
    public async Task A_receipt_reads_line_by_line_each_item_with_its_price(int size, string after)
    {
        var path = await DrawReceiptAsync(size, after);

        Assert.Equal(Receipt, (await models.ReadAsync(path)).Split('\n'));
    }

    [ModelsFact]
    public async Task Columns_of_prose_read_one_after_the_other_under_their_title()
    {
        string[] left = ["The harbour was built in", "1823 by a local family of", "rope makers. It froze", "twice, in 1895 and 1947,", "and was never closed."];
        string[] right = ["Today it holds 140 boats", "and a small museum that", "opens on most mornings.", "Entry is free, although", "gifts are very welcome."];
        var path = Path.Combine(models.Folder, "columns.png");
        await PageRenderer.DrawAsync(path, 900, 400, "",
        [
            new Drawn("A short history of the harbour and its museum", "DejaVuSerif-Bold", 28, 60, 30),
            .. left.Select((line, i) => new Drawn(line, "DejaVuSerif", 22, 60, 100 + i * 34)),
            .. right.Select((line, i) => new Drawn(line, "DejaVuSerif", 22, 500, 110 + i * 34)),
        ]);

        var read = await models.ReadAsync(path);

        Assert.Equal(["A short history of the harbour and its museum", .. left, .. right], read.Split('\n'));
    }

    [ModelsFact]
    public async Task A_batch_reads_the_same_as_one_page_at_a_time_and_a_bad_file_fails_alone()
    {
        var bad = Path.Combine(models.Folder, "bad.png");
        await File.WriteAllTextAsync(bad, "This is no picture.");
        string[] paths = [await DrawReceiptAsync(16, ""), bad, await DrawReceiptAsync(20, "hflip,vflip"), await DrawReceiptAsync(30, "")];

        var together = await models.RunAsync("pp-ocr", paths);

        Assert.Equal(4, together.Length);
        Assert.Equal(ErrorCode.UnsupportedMedia, together[1].Error?.Code);
        foreach (var i in (int[])[0, 2, 3])
        {
            var alone = Assert.Single(await models.RunAsync("pp-ocr", paths[i]));
            Assert.Equal(ModelsFixture.Text(alone, "text"), ModelsFixture.Text(together[i], "text"));
        }
    }

    [ModelsTheory]
    [InlineData(1, 1)]
    [InlineData(3, 700)]
    [InlineData(300, 200)]
    public async Task A_picture_without_text_fails_and_says_so(int width, int height)
    {
        var path = Path.Combine(models.Folder, "blank.png");
        await PageRenderer.DrawAsync(path, 64, 64, $"scale={width}:{height}");

        var outcome = Assert.Single(await models.RunAsync("pp-ocr", path));

        Assert.Equal(new JarvisError(ErrorCode.ModelFailed, "No text was found in 'blank.png'."), outcome.Error);
    }

    [PeerFact]
    public async Task Reading_is_at_least_as_accurate_as_the_npm_package_of_the_same_models()
    {
        // Two sizes of each font, which brings every text: the package takes seconds for each page.
        var pages = TestPages.All().Where((page, i) => page.Turn == 0 && i % 3 == 0).ToArray();
        var paths = await Task.WhenAll(pages.Select(page => PageRenderer.RenderAsync(page, models.Folder)));
        var peer = await OcrNodePeer.ReadAsync(paths);

        var (ours, theirs) = (0.0, 0.0);
        for (var i = 0; i < pages.Length; i++)
        {
            ours += TextAccuracy.Of(pages[i].Text, await models.ReadAsync(paths[i]));
            theirs += TextAccuracy.Of(pages[i].Text, peer[i].Text);
        }

        Assert.True(ours >= theirs, $"Ours {ours / pages.Length:P2}, theirs {theirs / pages.Length:P2}.");
    }

    private async Task<string> DrawReceiptAsync(int size, string after)
    {
        const int Columns = 32;
        var path = Path.Combine(models.Folder, $"{Guid.NewGuid():n}.png");
        var lines = Receipt.Select((line, i) => new Drawn(Spread(line), "DejaVuSansMono", size, size * 2, (int)(size * (2 + i * 1.4)))).ToArray();
        await PageRenderer.DrawAsync(path, (int)(size * (4 + Columns * 0.61)), (int)(size * (4 + lines.Length * 1.4)), after, lines);
        return path;

        static string Spread(string line)
        {
            var space = line.LastIndexOf(' ');
            return line.EndsWith('!') || line.EndsWith('s') || line.Contains('#', StringComparison.Ordinal) || space < 0 || !line.Contains('.', StringComparison.Ordinal)
                ? line
                : line[..space].PadRight(Columns - (line.Length - space - 1)) + line[(space + 1)..];
        }
    }
}
