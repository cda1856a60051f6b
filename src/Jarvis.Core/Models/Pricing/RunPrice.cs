using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Models.Pricing;

/// <summary>What a run will cost, before it is one.</summary>
internal static class RunPrice
{
    /// <summary>By what goes in, in US dollars.</summary>
    /// <param name="card">The model.</param>
    /// <param name="taskType">What it is to do.</param>
    /// <param name="inputs">What goes in.</param>
    /// <param name="latency">How long it took lately; null where that is not known.</param>
    internal static decimal Estimate(ModelCard card, string taskType, IEnumerable<TaskInput> inputs, TimeSpan? latency)
    {
        if (card.Prices.IsEmpty)
        {
            return card.PricePerCall;
        }

        var used = new UsedUnits(inputs, null)
        {
            Gives = [.. (TaskTypeCatalog.Default.Find(taskType)?.Outputs ?? []).Where(port => port.Required).Select(port => port.Kind)],
            Time = latency ?? TimeSpan.FromSeconds(1),
        };
        return PriceUnits.Price(card, used.Of);
    }

    /// <summary>Where nobody knows yet what will go in, in US dollars.</summary>
    /// <param name="card">The model.</param>
    internal static decimal Usual(ModelCard card) => PriceUnits.Price(card, PriceUnits.InTypicalCall);
}
