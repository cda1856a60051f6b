using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>A part of a request that asks for one thing at most.</summary>
internal sealed record Clause
{
    /// <summary>Its place in the request, from 0.</summary>
    internal required int Number { get; init; }

    /// <summary>Its pieces.</summary>
    internal required ImmutableArray<RequestWord> Words { get; init; }

    /// <summary>How much each piece tells of what is asked, from 0 to 1.</summary>
    internal required ImmutableArray<double> Weights { get; init; }

    /// <summary>The verb of the clause before, where this one goes on without one: <c>book a flight and a hotel</c>.</summary>
    internal RequestWord? Verb { get; init; }

    /// <summary>Whether it goes on with a thing rather than with something to do.</summary>
    internal bool IsThing { get; init; }

    /// <summary>When it comes.</summary>
    internal ClauseOrder Order { get; init; }

    /// <summary>Whether it tells what there is, rather than what is to be done.</summary>
    internal bool IsContext { get; init; }

    /// <summary>What it says is to come out, or null.</summary>
    internal MediaKind? Gives { get; init; }

    /// <summary>What it says there is to work on.</summary>
    internal ImmutableArray<MediaKind> Takes { get; init; } = [];

    /// <summary>Words for what an earlier step made: <c>translated</c> in <c>the translated text</c>.</summary>
    internal ImmutableArray<RequestWord> References { get; init; } = [];

    /// <summary>Whether it says <c>it</c>, <c>this</c> or <c>the result</c>.</summary>
    internal bool Points { get; init; }
}
