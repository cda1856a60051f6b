using System.Text.Json.Serialization;
using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Conversations.Archive;

/// <summary>One line of an archive of a conversation: a header, its files, its events, an end. A closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Header), "header")]
[JsonDerivedType(typeof(File), "file")]
[JsonDerivedType(typeof(Bytes), "bytes")]
[JsonDerivedType(typeof(Happened), "event")]
[JsonDerivedType(typeof(End), "end")]
internal abstract record ArchiveLine
{
    /// <summary>The form that is written; a newer one is not read.</summary>
    internal const int NewestForm = 1;

    private ArchiveLine()
    {
    }

    /// <summary>The first line.</summary>
    /// <param name="Form">The form of the archive.</param>
    /// <param name="Conversation">The conversation's name.</param>
    internal sealed record Header(int Form, string Conversation) : ArchiveLine;

    /// <summary>A file; its bytes follow.</summary>
    /// <param name="Id">Their hash.</param>
    /// <param name="Name">What people call it.</param>
    /// <param name="Length">How many there are.</param>
    internal sealed record File(ResourceId Id, string Name, long Length) : ArchiveLine;

    /// <summary>Some of the bytes of the file before.</summary>
    /// <param name="Content">The bytes, as base64.</param>
    internal sealed record Bytes(byte[] Content) : ArchiveLine;

    /// <summary>An event.</summary>
    /// <param name="Event">The event.</param>
    internal sealed record Happened(ConversationEvent Event) : ArchiveLine;

    /// <summary>The last line, by which an archive that was cut off is known.</summary>
    /// <param name="Events">How many events there were.</param>
    /// <param name="Files">How many files.</param>
    internal sealed record End(long Events, int Files) : ArchiveLine;
}
