namespace Jarvis.Models;

/// <summary>What a card must be for its model to be queued, ranked and told of. Cards come from sources of anybody's making.</summary>
internal static class ModelCardCheck
{
    /// <summary>The status of a card with a name; one that is wrong cannot run, and says why.</summary>
    internal static ModelStatus Check(ModelStatus status) => Fault(status.Card) is { } fault
        ? new ModelStatus(
            new ModelCard(status.Card.Id, status.Card.Runner ?? "", status.Card.TaskTypes is { IsDefault: false } types ? types : [], status.Card.Description ?? ""),
            status.Device,
            $"Its card is wrong: {fault}")
        {
            Source = status.Source,
        }
        : status;

    private static string? Fault(ModelCard card) => card switch
    {
        { Runner: null or "" } => "Runner is empty.",
        { TaskTypes.IsDefault: true } => "TaskTypes is not set.",
        { Description: null } => "Description is not set.",
        { MemoryBytes: < 0 } => $"MemoryBytes is {card.MemoryBytes} and has to be at least 0.",
        { MaxBatch: < 1 } => $"MaxBatch is {card.MaxBatch} and has to be at least 1.",
        { Concurrency: < 1 } => $"Concurrency is {card.Concurrency} and has to be at least 1.",
        { Replicas: var (least, most) } when least < 1 || most < least || most > ReplicaRange.Limit =>
            $"Replicas is {least} to {most} and has to be from 1 to {ReplicaRange.Limit}, the least first.",
        { Quality: not (>= 0 and <= 1) } => $"Quality is {card.Quality} and has to be from 0 to 1.",
        { PricePerCall: < 0 } => $"PricePerCall is {card.PricePerCall} and has to be at least 0.",
        _ when card.Prices.Any(price => price.Value < 0) => "Prices holds one below 0.",
        { Popularity: < 0 } => $"Popularity is {card.Popularity} and has to be at least 0.",
        { Accepts: null } or { Settings: null } => "Accepts or Settings is not set.",
        _ when card.Accepts.Any(accepted => accepted.Value.IsDefault) => "Accepts names an option without values.",
        _ when card.MediaTypes.Any(taken => taken.Value.IsDefault) => "MediaTypes names an input without types.",
        _ => null,
    };
}
