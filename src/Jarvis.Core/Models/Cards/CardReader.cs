using System.Text;
using System.Text.Json;
using Jarvis.Planning;

namespace Jarvis.Models.Cards;

/// <summary>Reads cards from JSON (RFC 8259). Never throws for what the text says: it tells the line, the column and the field.</summary>
/// <param name="types">The task types that there are.</param>
public sealed class CardReader(TaskTypeCatalog types)
{
    private static readonly ModelCard Blank = new(default, null!, default, null!);

    /// <summary>Reads one card.</summary>
    /// <param name="json">The text, UTF-8, with or without a byte order mark.</param>
    /// <param name="file">What it is called in messages.</param>
    /// <param name="line">The line that it begins at, from 1.</param>
    public CardReading Read(ReadOnlySpan<byte> json, string file, int line = 1)
    {
        json = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        var card = Blank;
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            if (json.Length > CardLimits.Card)
            {
                throw new CardFaultException(0, $"The card has {json.Length:N0} bytes and may have {CardLimits.Card:N0}.");
            }

            ReadFields(json, ref card, seen);
            return new CardReading(file, line, card, null);
        }
        catch (CardFaultException fault)
        {
            return Refuse(Problem(json, file, line, fault.Offset, fault.Field, fault.Message));
        }
        catch (JsonException broken)
        {
            var at = new CardProblem(
                file, line + (int)(broken.LineNumber ?? 0), (int)(broken.BytePositionInLine ?? 0) + 1, null, $"This is no JSON: {Reason(broken)}");
            return Refuse(at);
        }

        CardReading Refuse(CardProblem problem) => new(file, line, null, problem) { Id = card.Id.Value is null ? null : card.Id };
    }

    private void ReadFields(ReadOnlySpan<byte> json, ref ModelCard card, Dictionary<string, long> seen)
    {
        var tokens = new CardTokens(json);
        tokens.Next();
        if (tokens.Kind != JsonTokenType.StartObject)
        {
            throw tokens.Fault("A card is an object in { }.");
        }

        for (tokens.Next(); tokens.Kind != JsonTokenType.EndObject; tokens.Next())
        {
            var name = tokens.Name();
            if (!CardFields.All.TryGetValue(name, out var field))
            {
                var near = NearestName.Of(name, CardFields.All.Keys.Order(StringComparer.Ordinal));
                throw tokens.Fault(
                    $"There is no such field; {(near is null ? "see docs/models.md for those there are" : $"did you mean '{near}'?")}", PlanText.Quote(name));
            }

            if (!seen.TryAdd(name, tokens.Offset))
            {
                throw tokens.Fault("is there twice; leave one.", name);
            }

            tokens.Next();
            try
            {
                card = field(ref tokens, card);
            }
            catch (CardFaultException fault)
            {
                var inside = fault.Field is null ? name : $"{name}.{fault.Field}";
                throw new CardFaultException(fault.Offset, fault.Message) { Field = inside };
            }
        }

        var end = tokens.Offset;
        if (tokens.IsMore())
        {
            throw tokens.Fault("Something follows the card; a file of many cards has one a line and ends with .jsonl.");
        }

        if (CardRules.Broken(card, types) is var (wrong, message))
        {
            throw new CardFaultException(seen.GetValueOrDefault(wrong, end), message) { Field = wrong };
        }
    }

    private static CardProblem Problem(ReadOnlySpan<byte> json, string file, int line, long offset, string? field, string message)
    {
        var before = json[..(int)Math.Min(offset, json.Length)];
        var start = before.LastIndexOf((byte)'\n') + 1;
        return new CardProblem(file, line + before.Count((byte)'\n'), Encoding.UTF8.GetCharCount(before[start..]) + 1, field, message);
    }

    /// <summary>The reader's own words, without the place that it adds: the problem names it.</summary>
    private static string Reason(JsonException broken)
    {
        var place = broken.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? broken.Message : broken.Message[..place];
    }
}
