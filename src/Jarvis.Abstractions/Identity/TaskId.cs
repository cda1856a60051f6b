using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Jarvis.Identity;

/// <summary>
/// One run of a planned task: <c>tenant/conversation/turn/number</c>, and <c>tenant/conversation/turn/number.retry</c> for one that somebody had run
/// again. Each run is an actor, a document and operation ids of its own, so that nothing of an earlier one is taken for it.
/// </summary>
[JsonConverter(typeof(IdJsonConverter<TaskId>))]
public readonly record struct TaskId : IParsable<TaskId>
{
    /// <summary>Creates an identifier.</summary>
    /// <param name="turn">The turn whose plan it is in.</param>
    /// <param name="number">Its number in the plan, from 0.</param>
    /// <param name="retry">How often somebody had it run again before; 0 for its first run.</param>
    public TaskId(TurnId turn, int number, int retry = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 0);
        Turn = turn;
        Number = number;
        Retry = retry;
    }

    /// <summary>The turn whose plan it is in.</summary>
    public TurnId Turn { get; }

    /// <summary>Its number in the plan, from 0.</summary>
    public int Number { get; }

    /// <summary>How often somebody had it run again before; 0 for its first run.</summary>
    public int Retry { get; }

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
            || !TurnId.TryParse(s![..slash], provider, out var turn))
        {
            return false;
        }

        var last = s.AsSpan(slash + 1);
        var dot = last.IndexOf('.');
        var retry = 0;
        if (!IdText.TryNumber(dot < 0 ? last : last[..dot], out var number)
            || (dot >= 0 && (!IdText.TryNumber(last[(dot + 1)..], out retry) || retry == 0)))
        {
            return false;
        }

        result = new TaskId(turn, number, retry);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Retry == 0 ? $"{Turn}/{Number}" : $"{Turn}/{Number}.{Retry}";
}
