using System.Collections.Frozen;
using System.Text.Json;

namespace Jarvis.Models.Pricing;

/// <summary>The units that a card may have prices for, by the names that they have there.</summary>
public static class PriceUnits
{
    /// <summary>The most US dollars of one price.</summary>
    public const decimal MaxPrice = 1_000_000;

    /// <summary>All units.</summary>
    public static FrozenDictionary<string, PriceUnit> ByName { get; } =
        Enum.GetValues<PriceUnit>().ToFrozenDictionary(unit => JsonNamingPolicy.CamelCase.ConvertName(unit.ToString()), StringComparer.Ordinal);

    /// <summary>How much of a unit a call uses where its inputs are not known yet: a picture, a minute of sound, a page of text, a second of a device.</summary>
    /// <param name="unit">The unit.</param>
    internal static double InTypicalCall(PriceUnit unit) => unit is PriceUnit.AudioSecond ? 60 : unit is PriceUnit.ThousandCharacters ? 3 : 1;

    /// <summary>What a call costs in US dollars.</summary>
    /// <param name="card">The model.</param>
    /// <param name="count">How much is used of a unit; asked for those alone that have a price.</param>
    internal static decimal Price(ModelCard card, Func<PriceUnit, double> count) =>
        card.PricePerCall + card.Prices.Sum(price => Price(price.Value, count(price.Key)));

    // What is no number, or none that can be, must not cost a task that went well.
    private static decimal Price(decimal price, double count) => price * (decimal)(count is >= 0 and <= 1e12 ? count : 0);
}
