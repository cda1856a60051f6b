using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Jarvis.Identity;

/// <summary>One request and all that answers it: <c>tenant/conversation/number</c>.</summary>
[JsonConverter(typeof(IdJsonConverter<TurnId>))]
public readonly record struct TurnId : IParsable<TurnId>
{
    /// <summary>Creates an identifier.</summary>
    /// <param name="conversation">The conversation it is a turn of.</param>
    /// <param name="number">Its place in the conversation, from 1.</param>
    public TurnId(ConversationId conversation, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        Conversation = conversation;
        Number = number;
    }

    /// <summary>The conversation it is a turn of.</summary>
    public ConversationId Conversation { get; }

    /// <summary>Its place in the conversation, from 1.</summary>
    public int Number { get; }

    /// <summary>The turn's planned task of that number.</summary>
    /// <param name="number">From 0, as in the plan.</param>
    /// <param name="retry">How often somebody had it run again before.</param>
    public TaskId Task(int number, int retry = 0) => new(this, number, retry);

    /// <inheritdoc/>
    public static TurnId Parse(string s, IFormatProvider? provider = null) => IdText.Parse<TurnId>(s, "turn id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TurnId result)
    {
        result = default;
        var slash = s?.LastIndexOf('/') ?? -1;
        if (slash < 0
            || !ConversationId.TryParse(s![..slash], provider, out var conversation)
            || !IdText.TryNumber(s.AsSpan(slash + 1), out var number)
            || number < 1)
        {
            return false;
        }

        result = new TurnId(conversation, number);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Conversation}/{Number}";
}
