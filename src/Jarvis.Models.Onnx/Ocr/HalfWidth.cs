namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Recognition knows Chinese too, and takes some Latin punctuation for its full-width twin. In a line without any East Asian character
/// there is none (Unicode Standard, "Halfwidth and Fullwidth Forms").
/// </summary>
internal static class HalfWidth
{
    private const int Offset = '！' - '!';

    /// <summary>The text, with full-width forms made Latin where no East Asian character stands beside them.</summary>
    /// <param name="text">A line.</param>
    public static string Apply(string text) => text.AsSpan().ContainsAnyInRange('！', '～') || text.AsSpan().ContainsAny('、', '。')
        ? text.Any(IsEastAsian) ? text : string.Create(text.Length, text, static (target, source) => Map(source, target))
        : text;

    private static void Map(string source, Span<char> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = source[i] switch
            {
                '。' => '.',
                '、' => ',',
                >= '！' and <= '～' and var wide => (char)(wide - Offset),
                var other => other,
            };
        }
    }

    private static bool IsEastAsian(char c) => c is (>= '\u3040' and <= '\u30ff') or (>= '\u3400' and <= '\u9fff') or (>= '\uac00' and <= '\ud7af');
}
