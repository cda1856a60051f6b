using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class LineWidthsTests
{
    [Fact]
    public void A_bucket_holds_its_line_and_wastes_at_most_an_eighth()
    {
        for (var width = 1; width <= LineCutter.MaxWidth; width++)
        {
            var bucket = LineWidths.Bucket(width);

            Assert.InRange(bucket, width, Math.Max(64, width + Math.Max(31, width / 8)));
            Assert.Equal(0, bucket % 32);
        }
    }
}
