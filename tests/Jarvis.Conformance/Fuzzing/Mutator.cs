using System.Collections.Immutable;

namespace Jarvis.Conformance.Fuzzing;

/// <summary>Damages samples: flips bits, writes numbers that are limits of something, cuts, doubles, moves and joins parts.</summary>
/// <param name="random">The numbers.</param>
/// <param name="samples">What is damaged; at least one.</param>
internal sealed class Mutator(Random random, byte[][] samples)
{
    private const int MaxEdits = 8;
    private const int MaxLength = 64 * 1024;

    private static readonly ImmutableArray<byte[]> Interesting =
    [
        [0x00], [0xFF], [0x7F], [0x80], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0x7F],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xC0, 0x80],
        .. new[]
        {
            "{", "}", "[", "]", "\"", ":", ",", "\\", "\\ud800", "\\u0000", "null", "NaN", "1e999", "-1", "99999999999999999999", "0.0000000001", "true",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":", "../", "\u001b]0;", "\u202e", "%00", "//", "/*", "'",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    /// <summary>The next damaged input.</summary>
    internal byte[] Next()
    {
        var bytes = Pick().ToList();
        for (var edits = random.Next(1, MaxEdits + 1); edits > 0; edits--)
        {
            Edit(bytes);
        }

        return [.. bytes.Take(MaxLength)];
    }

    private void Edit(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, random.Next(1, 64));
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, Interesting[random.Next(Interesting.Length)]);
                break;
            case 5:
                var number = Interesting[random.Next(Interesting.Length)];
                for (var i = 0; i < number.Length && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = number[i];
                }

                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                var other = Pick();
                bytes.InsertRange(at, other.Skip(random.Next(other.Length + 1)).Take(random.Next(1, 256)));
                break;
        }
    }

    private byte[] Pick() => samples[random.Next(samples.Length)];
}
