using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Jarvis.Errors;
using Jarvis.Media;

namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>Decodes with the ffmpeg program, for trusted files: a picture as a bitmap, sound as raw floats.</summary>
internal sealed class FfmpegDecoder : IMediaDecoder
{
    private const int BitmapHeader = 54;

    public async Task<DecodedImage> DecodeImageAsync(ModelInput input, CancellationToken cancellationToken)
    {
        var bitmap = await DecodeAsync(input, "-frames:v", "1", "-f", "image2pipe", "-c:v", "bmp", "-pix_fmt", "bgr24", "-");
        var width = BinaryPrimitives.ReadInt32LittleEndian(bitmap.AsSpan(18));
        var height = BinaryPrimitives.ReadInt32LittleEndian(bitmap.AsSpan(22));
        var stride = (width * 3 + 3) / 4 * 4;
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            // Rows stand bottom up, blue first.
            var row = bitmap.AsSpan(BitmapHeader + (height - 1 - y) * stride, width * 3);
            for (var x = 0; x < row.Length; x++)
            {
                pixels[(y * width * 3) + x] = row[x - (x % 3) + 2 - (x % 3)];
            }
        }

        return new DecodedImage(width, height, pixels);
    }

    public async Task<DecodedAudio> DecodeAudioAsync(ModelInput input, AudioFormat format, CancellationToken cancellationToken)
    {
        var rate = format.SampleRate.ToString(CultureInfo.InvariantCulture);
        var bytes = await DecodeAsync(input, "-vn", "-ac", "1", "-ar", rate, "-f", "f32le", "-");
        return new DecodedAudio(format.SampleRate, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    private static async Task<byte[]> DecodeAsync(ModelInput input, params string[] output)
    {
        try
        {
            return await FfmpegProcess.RunAsync(["-i", await input.GetPathAsync(CancellationToken.None), .. output]);
        }
        catch (InvalidOperationException exception)
        {
            throw Error.UnsupportedMedia($"'{input.Name}' cannot be decoded.", exception);
        }
    }
}
