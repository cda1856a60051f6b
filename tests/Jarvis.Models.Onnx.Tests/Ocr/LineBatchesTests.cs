using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class LineBatchesTests
{
    [Fact]
    public void A_bucket_holds_its_line_and_wastes_at_most_an_eighth()
    {
        for (var width = 1; width <= LineCutter.MaxWidth; width++)
        {
            var bucket = LineBatches.Bucket(width);

            Assert.InRange(bucket, width, Math.Max(64, width + Math.Max(31, width / 8)));
            Assert.Equal(0, bucket % 32);
        }
    }

    [Fact]
    public void Every_line_is_in_one_batch_with_lines_of_its_own_bucket()
    {
        int[] widths = [.. Enumerable.Range(0, 200).Select(i => i * 37 % 1500 + 1)];

        var batches = LineBatches.Make(widths).ToList();

        Assert.Equal(Enumerable.Range(0, 200), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Assert.InRange(batch.Length, 1, LineBatches.MaxLines));
        Assert.All(batches, batch => Assert.Single(batch.Select(i => LineBatches.Bucket(widths[i])).Distinct()));
    }
}
