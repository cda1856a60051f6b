using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Identity;
using Jarvis.Models.Pricing;
using Jarvis.Planning;

namespace Jarvis.Models.Cards;

/// <summary>Reads the values of a card's fields, each with its limits. What it refuses it refuses at the byte where it stands.</summary>
internal ref struct CardTokens
{
    private static readonly string UnitsThereAre =
        $"is no unit that is paid for; there are {string.Join(", ", PriceUnits.ByName.Keys.Order(StringComparer.Ordinal))}.";

    private Utf8JsonReader _reader;

    internal CardTokens(ReadOnlySpan<byte> json) => _reader = new(json, new JsonReaderOptions { MaxDepth = CardLimits.Depth });

    internal readonly long Offset => _reader.TokenStartIndex;

    internal readonly JsonTokenType Kind => _reader.TokenType;

    /// <summary>Goes to the next token.</summary>
    /// <exception cref="JsonException">There is none, or it is no JSON.</exception>
    internal void Next() => _reader.Read();

    /// <summary>Whether anything but white space follows.</summary>
    internal bool IsMore() => _reader.Read();

    internal readonly CardFaultException Fault(string message, string? inside = null) => new(Offset, message) { Field = inside };

    internal readonly string Text(int most = CardLimits.Text, bool mayBeEmpty = false)
    {
        var text = Is(JsonTokenType.String, "a text in quotes") ? GetString() : "";
        return text switch
        {
            "" when !mayBeEmpty => throw Fault("is empty; write it or leave the field out."),
            _ when text.Length > most => throw Fault($"is {text.Length:N0} characters long and may be {most:N0}; shorten it."),
            _ when text.Any(char.IsControl) => throw Fault("holds a control character, such as a line break; write it on one line."),
            _ => text,
        };
    }

    /// <summary>The name of a member.</summary>
    internal readonly string Name() => GetString();

    internal readonly ModelId Id() => ModelId.TryParse(Text(), null, out var id)
        ? id
        : throw Fault("is no model id: one or two segments of letters, digits, '-', '_' and '.', joined by '/'.");

    internal readonly bool Flag() => Kind is JsonTokenType.True or JsonTokenType.False
        ? _reader.GetBoolean()
        : throw Fault("has to be true or false.");

    internal readonly long Whole(long least, long most, string? inside = null) =>
        Kind == JsonTokenType.Number && _reader.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw Fault($"has to be a whole number from {least:N0} to {most:N0}.", inside);

    internal readonly double Share() =>
        Is(JsonTokenType.Number, "a number from 0 to 1") && _reader.TryGetDouble(out var number) && number is >= 0 and <= 1
            ? number
            : throw Fault("has to be a number from 0 to 1.");

    internal readonly decimal Price() =>
        Is(JsonTokenType.Number, "a price in US dollars") && _reader.TryGetDecimal(out var number) && number is >= 0 and <= 1_000_000
            ? number
            : throw Fault("has to be a price in US dollars from 0 to 1,000,000.");

    internal ImmutableDictionary<PriceUnit, decimal> Prices()
    {
        var start = this;
        var prices = ImmutableDictionary.CreateBuilder<PriceUnit, decimal>();
        foreach (var (name, price) in Map(static (ref t) => t.Price()))
        {
            prices[PriceUnits.ByName.TryGetValue(name, out var unit) ? unit : throw start.Fault(UnitsThereAre, PlanText.Quote(name))] = price;
        }

        return prices.ToImmutable();
    }

    internal readonly DeviceKind Device() => Text() switch
    {
        "cpu" => DeviceKind.Cpu,
        "cuda" => DeviceKind.Cuda,
        "remote" => DeviceKind.Remote,
        _ => throw Fault("has to be cpu, cuda or remote."),
    };

    internal ReplicaRange Replicas()
    {
        Is(JsonTokenType.StartObject, "an object such as {\"least\": 1, \"most\": 4}");
        var start = this;
        var (least, most) = (0L, 0L);
        for (Next(); Kind != JsonTokenType.EndObject; Next())
        {
            var name = Name();
            ref var part = ref least;
            if (name == "most")
            {
                part = ref most;
            }
            else if (name != "least")
            {
                throw Fault("has no such part; it has least and most.", PlanText.Quote(name));
            }

            if (part != 0)
            {
                throw Fault("is there twice; leave one.", name);
            }

            Next();
            part = Whole(1, ReplicaRange.Limit, name);
        }

        least = Math.Max(1, least);
        return most == 0 || most >= least
            ? new ReplicaRange((int)least, (int)Math.Max(least, most))
            : throw start.Fault($"has a least of {least} and a most of {most}; the most is no fewer than the least.");
    }

    internal ImmutableArray<string> Texts(bool mayBeEmpty = true)
    {
        Is(JsonTokenType.StartArray, "a list of texts in [ ]");
        var start = this;
        var texts = ImmutableArray.CreateBuilder<string>();
        for (Next(); Kind != JsonTokenType.EndArray; Next())
        {
            texts.Add(texts.Count < CardLimits.Items ? Text() : throw Fault($"holds more than {CardLimits.Items} texts."));
        }

        return texts.Count > 0 || mayBeEmpty ? texts.ToImmutable() : throw start.Fault("is empty; name at least one.");
    }

    internal ImmutableDictionary<string, T> Map<T>(CardValue<T> value)
    {
        Is(JsonTokenType.StartObject, "an object of names and values in { }");
        var map = ImmutableDictionary.CreateBuilder<string, T>();
        for (Next(); Kind != JsonTokenType.EndObject; Next())
        {
            var name = Name();
            if (map.Count == CardLimits.Items || name.Length is 0 or > CardLimits.Text || name.Any(char.IsControl) || map.ContainsKey(name))
            {
                throw Fault($"has a name here that is there already, empty, longer than {CardLimits.Text} characters, or one of more than {CardLimits.Items}.");
            }

            Next();
            try
            {
                map[name] = value(ref this);
            }
            catch (CardFaultException fault)
            {
                throw new CardFaultException(fault.Offset, fault.Message) { Field = name };
            }
        }

        return map.ToImmutable();
    }

    private readonly bool Is(JsonTokenType kind, string what) => Kind == kind ? true : throw Fault($"has to be {what}.");

    private readonly string GetString()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault("is no text: its characters are broken; save the file as UTF-8.");
        }
    }
}
