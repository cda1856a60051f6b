using Jarvis.Media;

namespace Jarvis.Planning;

/// <summary>What kinds of media are called in messages.</summary>
internal static class KindNames
{
    /// <summary>One thing of that kind, with its article.</summary>
    internal static string OneOf(MediaKind kind) => kind switch
    {
        MediaKind.Text => "text",
        MediaKind.Image => "an image",
        MediaKind.Audio => "audio",
        MediaKind.Video => "a video",
        MediaKind.Document => "a document",
        _ => "data",
    };
}
