namespace Jarvis.Resources;

/// <summary>What a browser does with a file.</summary>
public enum LinkDisposition
{
    /// <summary>Shows it.</summary>
    Inline,

    /// <summary>Saves it.</summary>
    Attachment,
}
