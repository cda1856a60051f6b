using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>What the engine tells people of its models.</summary>
/// <param name="logger">Told.</param>
internal sealed partial class EngineLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Information, "The card of {Model} has changed; it is loaded anew.")]
    internal partial void Reloads(string model);

    [LoggerMessage(2, LogLevel.Warning, "The catalog does not say any more what changes in it; a model is loaded anew when it is next asked for.")]
    internal partial void NotWatched(Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "There is no room for a further replica of {Model}; it goes on with those that it has. {Reason}")]
    internal partial void NotPlaced(string model, string reason);
}
