using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>Says who counts a call.</summary>
public static class ChatOptionsExtensions
{
    private const string Key = "jarvis.meter";

    /// <summary>Has a call that is made with these options counted, and refused where it could break the meter's limits.</summary>
    /// <param name="options">The call's options; the meter is never sent.</param>
    /// <param name="meter">Whose limits hold; null changes nothing.</param>
    /// <returns><paramref name="options"/>.</returns>
    public static ChatOptions MeteredBy(this ChatOptions options, ILanguageModelMeter? meter)
    {
        if (meter is not null)
            (options.AdditionalProperties ??= [])[Key] = meter;

        return options;
    }

    /// <summary>The options that are sent, and the meter that was in them.</summary>
    internal static (ChatOptions Options, ILanguageModelMeter? Meter) TakeMeter(this ChatOptions? options)
    {
        var sent = options?.Clone() ?? new();
        if (sent.AdditionalProperties?.TryGetValue(Key, out var meter) != true)
            return (sent, null);

        sent.AdditionalProperties.Remove(Key);
        return (sent, meter as ILanguageModelMeter);
    }
}
