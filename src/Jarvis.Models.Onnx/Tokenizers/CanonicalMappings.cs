using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>
/// The data of Unicode's canonical normalization. .NET's own is empty in a program that runs without ICU, which ours does; without it no
/// accent is ever taken off.
/// </summary>
internal sealed class CanonicalMappings
{
    private readonly FrozenDictionary<int, byte> _classes;
    private readonly FrozenDictionary<int, int[]> _decompositions;
    private readonly FrozenDictionary<(int First, int Second), int> _compositions;

    private CanonicalMappings(Dictionary<int, byte> classes, Dictionary<int, int[]> decompositions, Dictionary<(int First, int Second), int> compositions)
    {
        _classes = classes.ToFrozenDictionary();
        _decompositions = decompositions.ToFrozenDictionary();
        _compositions = compositions.ToFrozenDictionary();
    }

    /// <summary>The data, read when first asked for.</summary>
    public static CanonicalMappings Default { get; } = Read();

    /// <summary>The canonical combining class; 0 for what starts a character.</summary>
    /// <param name="codePoint">A code point.</param>
    public byte ClassOf(int codePoint) => _classes.GetValueOrDefault(codePoint);

    /// <summary>One step of decomposition, or empty.</summary>
    /// <param name="codePoint">A code point.</param>
    public ReadOnlySpan<int> Decompose(int codePoint) => _decompositions.TryGetValue(codePoint, out var parts) ? parts : default;

    /// <summary>What a pair becomes, or null.</summary>
    /// <param name="first">What starts.</param>
    /// <param name="second">What follows.</param>
    public int? Compose(int first, int second) => _compositions.TryGetValue((first, second), out var whole) ? whole : null;

    private static CanonicalMappings Read()
    {
        var (classes, decompositions, compositions) =
            (new Dictionary<int, byte>(), new Dictionary<int, int[]>(), new Dictionary<(int First, int Second), int>());
        using var reader = new StreamReader(
            typeof(CanonicalMappings).Assembly.GetManifestResourceStream(typeof(CanonicalMappings), "CanonicalMappings.txt")!, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split(' ');
            var codePoint = Hexadecimal(fields[0]);
            if (fields[1] is not "0")
            {
                classes[codePoint] = byte.Parse(fields[1], CultureInfo.InvariantCulture);
            }

            if (fields.Length > 3)
            {
                var parts = fields[3..].Select(Hexadecimal).ToArray();
                decompositions[codePoint] = parts;
                if (fields[2] is "+")
                {
                    compositions[(parts[0], parts[1])] = codePoint;
                }
            }
        }

        return new(classes, decompositions, compositions);
    }

    private static int Hexadecimal(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
