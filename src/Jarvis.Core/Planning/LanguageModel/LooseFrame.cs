using System.Collections.Frozen;

namespace Jarvis.Planning.LanguageModel;

/// <summary>An object or list that is still open.</summary>
internal sealed class LooseFrame
{
    private static readonly FrozenSet<string> PlanNames =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "tasks", "plan", "task_nodes", "task_list", "nodes", "steps");

    private readonly Dictionary<string, LooseValue>? _members;
    private readonly List<LooseValue>? _items;

    private LooseFrame(bool isObject)
    {
        if (isObject)
        {
            _members = new Dictionary<string, LooseValue>(StringComparer.OrdinalIgnoreCase);
        }
        else
        {
            _items = [];
        }
    }

    internal bool IsObject => _members is not null;

    /// <summary>Whether it is told of by itself when it closes: it may be a task, or the object around a plan.</summary>
    internal bool IsTold { get; private init; }

    /// <summary>Whether it is a list of tasks.</summary>
    internal bool IsPlan { get; private init; }

    /// <summary>Whether it is an object in prose of which no member is known yet: a brace there need not open an object at all.</summary>
    internal bool IsDoubtful { get; set; }

    internal bool HoldsPlan { get; set; }

    internal bool TooLarge { get; set; }

    /// <summary>How many characters it holds, those of objects that are told of by themselves apart.</summary>
    internal int Length { get; set; }

    /// <summary>A text that is a member's name if a colon follows.</summary>
    internal string? Token { get; set; }

    /// <summary>The name whose value comes next.</summary>
    internal string? Key { get; set; }

    internal bool WantsValue => !IsObject || Key is not null;

    /// <summary>Whether a plan comes next. A task's own arguments may have any name, so only the object around a plan has one.</summary>
    internal bool WantsPlan => IsTold && Key is { } key && PlanNames.Contains(key);

    internal static LooseFrame Object(bool told, bool doubtful) => new(true) { IsTold = told, IsDoubtful = doubtful };

    internal static LooseFrame List(bool plan) => new(false) { IsPlan = plan };

    /// <summary>Takes a value, or a name, or a value that is none.</summary>
    internal void Take(LooseValue? value)
    {
        if (_items is not null && value is not null)
        {
            _items.Add(value);
        }
        else if (Key is not null)
        {
            if (value is not null)
            {
                _members![Key] = value;
            }

            Key = null;
        }
        else
        {
            Token = (value as LooseValue.Text)?.Value;
        }
    }

    /// <summary>Whether an object in prose may go on like this: with a name and a colon.</summary>
    internal bool MayGoOn(char c) =>
        Token is not null ? c == ':' : c == '}' || LooseCharacters.ClosingQuote(c) != '\0' || LooseCharacters.IsName(c);

    internal LooseValue Close() => _members is not null ? new LooseValue.Map(_members) : new LooseValue.Many(_items!);
}
