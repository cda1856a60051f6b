namespace Jarvis.Gateway.OpenAi;

/// <summary>A part of a message: which members it has depends on its type.</summary>
/// <param name="Type">Such as <c>text</c> and <c>image_url</c>; <c>input_text</c> and <c>input_image</c> of Responses.</param>
internal sealed record ContentPart(string Type)
{
    /// <summary>Of a text.</summary>
    public string? Text { get; init; }

    /// <summary>Of an assistant that would not.</summary>
    public string? Refusal { get; init; }

    /// <summary>Of a picture.</summary>
    public FileAddress? ImageUrl { get; init; }

    /// <summary>Of a file of chat completions.</summary>
    public ContentFile? File { get; init; }

    /// <summary>Of a sound.</summary>
    public ContentAudio? InputAudio { get; init; }

    /// <summary>Of a file or picture of Responses that is stored here.</summary>
    public string? FileId { get; init; }

    /// <summary>Of a file of Responses: its bytes.</summary>
    public string? FileData { get; init; }

    /// <summary>Of a file of Responses: where it is.</summary>
    public string? FileUrl { get; init; }

    /// <summary>Of a file of Responses.</summary>
    public string? Filename { get; init; }
}
