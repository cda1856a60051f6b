namespace Jarvis.Planning;

/// <summary>Finds the name that somebody who misspelt it most likely meant.</summary>
public static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>The name at the smallest edit distance, the case of the text aside, or null where none is near enough to be meant.</summary>
    /// <param name="text">What was written, of at most 64 characters.</param>
    /// <param name="names">What there is, in lower case.</param>
    public static string? Of(string text, IEnumerable<string> names)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        var written = text.ToLowerInvariant();
        var (best, distance) = ("", int.MaxValue);
        foreach (var name in names)
        {
            var d = Distance(written, name);
            if (d < distance)
            {
                (best, distance) = (name, d);
            }
        }

        // A name that is all but replaced was not meant.
        return distance <= Math.Max(2, text.Length / 3) && distance < best.Length / 2.0 + 1 ? best : null;
    }

    /// <summary>
    /// How many characters to insert, remove or replace (Wagner and Fischer, "The String-to-String Correction Problem", 1974).
    /// </summary>
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
