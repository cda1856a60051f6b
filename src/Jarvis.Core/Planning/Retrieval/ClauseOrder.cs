namespace Jarvis.Planning.Retrieval;

/// <summary>How a clause says that it stands to its sentence in time.</summary>
internal enum ClauseOrder
{
    /// <summary>It comes when it is told.</summary>
    Told,

    /// <summary>The clause before it comes after it: <c>do this after that</c>.</summary>
    Earlier,

    /// <summary>The clause after it comes first: <c>before this, do that</c>.</summary>
    Later,
}
