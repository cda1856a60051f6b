namespace Jarvis.Conversations.Archive;

/// <summary>What an archive may hold. It comes from anywhere.</summary>
internal static class ArchiveLimits
{
    /// <summary>The longest line, in bytes: an event with the longest answer, or a piece of a file.</summary>
    internal const int Line = 4 << 20;

    /// <summary>The most bytes of a file in one line.</summary>
    internal const int Piece = 384 * 1024;

    internal const long Events = 1_000_000;

    internal const int Files = 10_000;
}
