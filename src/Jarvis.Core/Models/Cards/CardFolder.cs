using System.Collections.Immutable;

namespace Jarvis.Models.Cards;

/// <summary>
/// Reads the cards of a folder: <c>*.json</c> holds one card, <c>*.jsonl</c> one a line. Files count in the order of their names, and those
/// that begin with a dot not at all. Whatever is wrong with one takes no other away.
/// </summary>
/// <param name="path">The folder, which may not be there.</param>
/// <param name="reader">Reads each card.</param>
public sealed class CardFolder(string path, CardReader reader)
{
    internal const string One = ".json";

    internal const string Many = ".jsonl";

    /// <summary>Its full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Reads all cards.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public ImmutableArray<CardReading> Read(CancellationToken cancellationToken)
    {
        var cards = ImmutableArray.CreateBuilder<CardReading>();
        try
        {
            foreach (var file in Files())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (cards.Count >= CardLimits.Cards)
                {
                    cards.Add(Wrong(file, $"The folder holds more than {CardLimits.Cards:N0} cards, so this file is left out; remove some."));
                    break;
                }

                Read(file, cards);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            cards.Add(Wrong(Path, $"The folder cannot be read: {refused.Message} Give this user the right to read it."));
        }

        return cards.DrainToImmutable();
    }

    /// <summary>The files with cards, in order.</summary>
    internal IEnumerable<string> Files() => !Directory.Exists(Path)
        ? []
        : Directory.EnumerateFiles(Path)
            .Where(file => !System.IO.Path.GetFileName(file).StartsWith('.') && System.IO.Path.GetExtension(file) is One or Many)
            .Take(CardLimits.Files)
            .Order(StringComparer.Ordinal);

    /// <summary>The cards of one file, in order.</summary>
    internal ImmutableArray<CardReading> ReadFile(string file)
    {
        var cards = ImmutableArray.CreateBuilder<CardReading>();
        Read(file, cards);
        return cards.DrainToImmutable();
    }

    private void Read(string file, ImmutableArray<CardReading>.Builder cards)
    {
        var isOne = file.EndsWith(One, StringComparison.Ordinal);
        try
        {
            if (new FileInfo(file).Length > (isOne ? CardLimits.Card : CardLimits.Bundle))
            {
                cards.Add(Wrong(file, $"The file is larger than {(isOne ? CardLimits.Card : CardLimits.Bundle):N0} bytes; split it."));
                return;
            }

            var name = System.IO.Path.GetFileName(file);
            var bytes = File.ReadAllBytes(file);
            if (isOne)
            {
                cards.Add(reader.Read(bytes, name));
                return;
            }

            foreach (var (line, range) in JsonLines.Of(bytes))
            {
                if (cards.Count >= CardLimits.Cards)
                {
                    cards.Add(Wrong(file, $"The folder holds more than {CardLimits.Cards:N0} cards, so the rest of this file is left out.", line));
                    return;
                }

                cards.Add(reader.Read(bytes.AsSpan(range), name, line));
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            cards.Add(Wrong(file, $"The file cannot be read: {refused.Message}"));
        }
    }

    private static CardReading Wrong(string file, string message, int line = 1)
    {
        var name = System.IO.Path.GetFileName(file);
        return new CardReading(name, line, null, new CardProblem(name, line, 1, null, message));
    }
}
