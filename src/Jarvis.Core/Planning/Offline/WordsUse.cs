namespace Jarvis.Planning.Offline;

/// <summary>Whether plain words after a phrase are text to work on.</summary>
internal enum WordsUse
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>Where there is nothing else to work on: "translate good morning to Spanish".</summary>
    WhereNothingElse,

    /// <summary>Unless they point at something: "say good morning".</summary>
    UnlessReference,

    /// <summary>Always: "draw a cat".</summary>
    Always,
}
