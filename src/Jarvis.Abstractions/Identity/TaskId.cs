using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Jarvis.Identity;

/// <summary>One planned task: <c>tenant/conversation/turn/number</c>.</summary>
[JsonConverter(typeof(IdJsonConverter<TaskId>))]
public readonly record struct TaskId : IParsable<TaskId>
{
    /// <summary>Creates an identifier.</summary>
    /// <param name="turn">The turn whose plan it is in.</param>
    /// <param name="number">Its number in the plan, from 0.</param>
    public TaskId(TurnId turn, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 0);
        Turn = turn;
        Number = number;
    }

    /// <summary>The turn whose plan it is in.</summary>
    public TurnId Turn { get; }

    /// <summary>Its number in the plan, from 0.</summary>
    public int Number { get; }

    /// <summary>Who owns it.</summary>
    public TenantId Tenant => Turn.Conversation.Tenant;

    /// <inheritdoc/>
    public static TaskId Parse(string s, IFormatProvider? provider = null) => IdText.Parse<TaskId>(s, "task id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TaskId result)
    {
        result = default;
        var slash = s?.LastIndexOf('/') ?? -1;
        if (slash < 0
            || !TurnId.TryParse(s![..slash], provider, out var turn)
            || !IdText.TryNumber(s.AsSpan(slash + 1), out var number)
            || number < 0)
        {
            return false;
        }

        result = new TaskId(turn, number);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Turn}/{Number}";
}
