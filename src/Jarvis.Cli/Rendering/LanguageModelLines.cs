using System.Collections.Immutable;
using Jarvis.LanguageModels;

namespace Jarvis.Cli.Rendering;

/// <summary>Which language model is used for what.</summary>
internal static class LanguageModelLines
{
    /// <summary>One for each model: its name, and the roles that it has. None where none is configured.</summary>
    internal static ImmutableArray<string> Of(ILanguageModels? models) =>
        [.. Names(models).Select(named => $"{named.Key} for {Roles(named)}")];

    /// <summary>Roles by the name of their model.</summary>
    internal static IEnumerable<IGrouping<string, LanguageModelRole>> Names(ILanguageModels? models) =>
        from role in Enum.GetValues<LanguageModelRole>()
        let client = models?.For(role)
        where client is not null
        group role by TerminalText.Line(client.ModelName() ?? "a model without a name");

    /// <summary>Such as <c>planning, choosing</c>.</summary>
    internal static string Roles(IEnumerable<LanguageModelRole> roles) =>
        string.Join(", ", roles.Select(role => role.ToString().ToLowerInvariant()));
}
