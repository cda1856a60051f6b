namespace Jarvis.Planning.LanguageModel;

/// <summary>An object or list that is still open.</summary>
internal sealed class LooseFrame
{
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

    internal LooseValue Close() => _members is not null ? new LooseValue.Map(_members) : new LooseValue.Many(_items!);
}
