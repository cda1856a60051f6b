namespace Jarvis.Planning.Retrieval;

/// <summary>What counts how much when a request is matched with tools. Chosen with samples of TaskBench and half of UltraTool in view (docs/measured.md).</summary>
internal sealed record RetrievalWeights
{
    /// <summary>What two words that mean the same tell, against the same word.</summary>
    internal double Meaning { get; init; } = 0.9;

    /// <summary>What words for kinds of media tell by meaning, beside what the ports tell.</summary>
    internal double KindMeaning { get; init; } = 0.25;

    /// <summary>What the verb of the clause before tells of one without.</summary>
    internal double InheritedVerb { get; init; } = 0.5;

    /// <summary>How much of the score depends on the share of the tool's name that is met.</summary>
    internal double NameCover { get; init; } = 0.36;

    /// <summary>The tool's words meet all of the clause's.</summary>
    internal double ClauseCover { get; init; } = 0.8;

    /// <summary>What a clause tells that says what there is.</summary>
    internal double Context { get; init; } = 0.25;

    /// <summary>A tool gives the kind that is wanted.</summary>
    internal double GivesFit { get; init; } = 0.9;

    /// <summary>It gives another.</summary>
    internal double GivesMisfit { get; init; } = 0.7;

    /// <summary>It takes a kind that is spoken of.</summary>
    internal double TakesFit { get; init; } = 0.6;

    /// <summary>It takes others.</summary>
    internal double TakesMisfit { get; init; } = 0.4;

    /// <summary>It turns what is there into what is wanted, and does nothing else.</summary>
    internal double Converts { get; init; } = 0.6;

    /// <summary>What a clause tells that goes on with a thing.</summary>
    internal double Thing { get; init; } = 0.4;

    /// <summary>The whole request speaks of the tool's name.</summary>
    internal double Topic { get; init; } = 0.5;

    /// <summary>The same where tools have no kinds.</summary>
    internal double UntypedTopic { get; init; } = 4.5;

    /// <summary>A tool of much the same name is in the plan.</summary>
    internal double Alike { get; init; } = 0.85;

    /// <summary>It takes a file or a result that is there.</summary>
    internal double Ready { get; init; } = 0.6;

    /// <summary>It takes what the step before gives, or what is there.</summary>
    internal double Flow { get; init; } = 0.8;

    /// <summary>Nothing that it takes is there.</summary>
    internal double NoFlow { get; init; } = 2;

    /// <summary>What a tool has to score for a clause to need it.</summary>
    internal double Threshold { get; init; } = 2.2;

    /// <summary>The same where tools have no kinds.</summary>
    internal double UntypedThreshold { get; init; } = 4.6;

    /// <summary>What is left of the score of a tool that is in the plan already.</summary>
    internal double Again { get; init; } = 0.4;
}
