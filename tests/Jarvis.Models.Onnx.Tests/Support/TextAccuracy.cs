namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>Character accuracy: 1 - edit distance / length of the truth, white space normalised.</summary>
internal static class TextAccuracy
{
    public static double Of(string truth, string read)
    {
        var (a, b) = (Normalise(truth), Normalise(read));
        return 1 - ((double)Distance(a, b) / a.Length);
    }

    private static string Normalise(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
