using System.Text;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>The characters that recognition knows.</summary>
internal static class Alphabet
{
    private const int MaxBytes = 1_000_000;

    /// <summary>Reads PaddleOCR's list: a character a line. The blank goes before it and the space after it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Errors.JarvisException">It is damaged (<see cref="Errors.ErrorCode.ModelUnavailable"/>).</exception>
    public static string[] Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw ModelDirectory.Damaged(path);
        }

        try
        {
            return ["", .. File.ReadAllLines(path, new UTF8Encoding(false, throwOnInvalidBytes: true)), " "];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw ModelDirectory.Damaged(path, exception);
        }
    }
}
