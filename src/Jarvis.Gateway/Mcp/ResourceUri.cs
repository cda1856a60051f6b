using Jarvis.Identity;

namespace Jarvis.Gateway.Mcp;

/// <summary>The addresses of files: <c>jarvis://resources/</c> and the id.</summary>
internal static class ResourceUri
{
    internal const string Template = $"{Start}{{id}}";

    private const string Start = "jarvis://resources/";

    internal static string Of(ResourceId id) => $"{Start}{id}";

    internal static bool TryParse(string? text, out ResourceId id)
    {
        id = default;
        return text is not null && text.StartsWith(Start, StringComparison.Ordinal) && ResourceId.TryParse(text[Start.Length..], null, out id);
    }
}
