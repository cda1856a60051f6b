using System.Text.Json;
using Jarvis.Events;
using Jarvis.Serialization;

namespace Jarvis.Chaos;

/// <summary>What was seen from outside: what was asked, what was acknowledged, and what readers were shown. Not thread-safe.</summary>
internal sealed class History
{
    /// <summary>Every key that was ever sent: its conversation and its kind.</summary>
    internal Dictionary<string, (string Conversation, string Kind)> Asked { get; } = [];

    /// <summary>The receipt that each key was answered with.</summary>
    internal Dictionary<string, (int Turn, long Sequence)> Accepted { get; } = [];

    /// <summary>The events that readers saw, by conversation and number, as they were written.</summary>
    internal Dictionary<string, SortedDictionary<long, string>> Seen { get; } = [];

    /// <summary>The keys whose turns were told to stop.</summary>
    internal HashSet<string> Cancelled { get; } = [];

    internal List<string> Faults { get; } = [];

    internal long LastSeen(string conversation) => Seen.TryGetValue(conversation, out var events) && events.Count > 0 ? events.Keys.Last() : 0;

    internal static ConversationEvent Read(string json) => JsonSerializer.Deserialize(json, JarvisJsonContext.Default.ConversationEvent)!;

    internal void Accept(string key, int turn, long sequence)
    {
        if (Accepted.TryGetValue(key, out var before) && before != (turn, sequence))
        {
            Faults.Add($"The key {key} was answered with turn {before.Turn} and with turn {turn}.");
        }

        Accepted[key] = (turn, sequence);
    }

    internal void See(string conversation, string json)
    {
        if (!Seen.TryGetValue(conversation, out var events))
        {
            Seen[conversation] = events = [];
        }

        var sequence = Read(json).Sequence;
        if (!events.TryAdd(sequence, json) && events[sequence] != json)
        {
            Faults.Add($"Event {sequence} of {conversation} was once {events[sequence]} and then {json}.");
        }
    }
}
